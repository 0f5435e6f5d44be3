import { ArchiveBusy } from '../append/archive'
import { DamagedYear } from '../append/year-file'
import { attachYear, detachYear, YearRefused } from '../append/years'
import { databaseUrl, openSql, type Sql } from '../connection'
import { configureUnits } from '../own-units'

const USAGE = `npm run archive:years                          the years of the archive
npm run archive:years -- detach 2019 FOLDER    writes the oldest year into a file, and frees its disk
npm run archive:years -- attach 2019 [FOLDER]  puts it back from there`

const [verb = 'list', year = '', folder, ...more] = process.argv.slice(2)
configureUnits()
const isYear = /^\d{4}$/.test(year)
const sql = openSql(databaseUrl(), { max: 3 })
try {
  if (verb === 'list' && year === '') await list(sql)
  else if (verb === 'detach' && isYear && folder && more.length === 0) await detach(folder)
  else if (verb === 'attach' && isYear && more.length === 0) await attach()
  else {
    console.error(USAGE)
    process.exitCode = 2
  }
} catch (error) {
  const isExpected = [YearRefused, DamagedYear, ArchiveBusy].some(kind => error instanceof kind)
  if (!isExpected) throw error
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  await sql.end()
}

async function detach(into: string): Promise<void> {
  const { events, file } = await detachYear(sql, Number(year), into)
  console.log(
    `Detached ${year}: ${events} events in ${file}. Keep it; without it they can’t come back.`,
  )
}

async function attach(): Promise<void> {
  const { events } = await attachYear(sql, Number(year), folder)
  console.log(`Attached ${year}: ${events} events. Its file may be deleted.`)
}

async function list(owner: Sql): Promise<void> {
  // Plain SQL: the catalogue.
  const attached = await owner<{ year: number; bytes: string }[]>`
    select substr(c.relname, 16)::int as year, pg_total_relation_size(c.oid) as bytes
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events_archive'::regclass order by 1`
  const away = await owner<{ year: number; events: string; file: string; at: Date }[]>`
    select year, events, file, detached_at as at from archive_years order by year`
  if (attached.length === 0) console.log('The archive is empty.')
  for (const one of attached) {
    const found = away.find(other => other.year === one.year)
    const bytes = `${(Number(one.bytes) / 2 ** 20).toFixed(1)} MiB`
    console.log(
      found
        ? `${one.year}  detached on ${found.at.toISOString().slice(0, 10)}: ${found.events} events in ${found.file}; ${bytes} stay here`
        : `${one.year}  attached, ${bytes}`,
    )
  }
}
