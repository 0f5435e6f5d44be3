import { pathToFileURL } from 'node:url'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { refoldSearch } from './accounts/search'
import { bankZone } from './bank-zone'
import { databaseUrl, openSql, type Sql } from './connection'
import { startDayZones } from './day-zone'
import { configureUnits, keepUnits } from './own-units'
import { openDb } from './query'
import { createLogins, grantRights } from './roles'
import { isOutage } from './trouble/failures'
import { toolSentence } from './trouble/tool-sentences'
import { isAhead } from './trouble/vitals'

const FOLDER = new URL('./migrations', import.meta.url)

/**
 * Brings the schema, the logins, their rights and the searched texts up to date, and checks the own
 * units of the setting against those in use. On the database of a newer release, which may run beside
 * this one, it leaves rights and texts as that one needs them. Any number of processes may call it
 * at once: each runs in a transaction with an advisory lock, which ends with its process.
 * @param url the database, as its owner logs in
 * @param setting the own units, as in DAYBOOK_UNITS
 */
export async function migrate(url: string, setting?: string): Promise<void> {
  const units = configureUnits(setting)
  const zone = bankZone()
  const lock = openSql(url, { max: 1 })
  const db = openDb(url, { max: 1 })
  try {
    await requireVersion(lock)
    await lock.begin(async sql => {
      await sql`select pg_advisory_xact_lock(hashtext('daybook.migrations'))`
      await applyMigrations(db, { migrationsFolder: decodeURIComponent(FOLDER.pathname) })
      await createLogins(db.$client, url)
      if (!(await isAhead(sql))) {
        await grantRights(db.$client)
        await refoldSearch(db.$client)
      }
      await keepUnits(sql, units)
      await startDayZones(sql, zone)
    })
  } finally {
    await Promise.all([lock.end(), db.$client.end()])
  }
}

/** The oldest supported PostgreSQL, as `server_version_num`. */
const VERSION_MIN = 150_000

async function requireVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ number: number; version: string }[]>`
    select current_setting('server_version_num')::int as number,
      current_setting('server_version') as version`
  if (row && row.number >= VERSION_MIN) return
  throw new Error(`Daybook needs PostgreSQL 15 or newer; this server is ${row?.version}.`)
}

/** Why a database can't be used, as a sentence for the user; null for our own bugs. */
function sentenceOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ERR_INVALID_URL' || error instanceof TypeError) {
    return 'DATABASE_URL must be the URL of a PostgreSQL database, such as postgres://user:password@host/name.'
  }
  if (isOutage(error) || ['ENOTFOUND', 'EAI_AGAIN', '3D000'].includes(code) || /^28/.test(code)) {
    return `The database that DATABASE_URL names can’t be used: ${error.message || code}.`
  }
  const sentence = toolSentence(error)
  if (sentence !== null) return `The database could not be migrated. ${sentence}`
  return code === '' ? error.message : null
}

/** The program: migrates the database of DATABASE_URL, or says why it can't. */
export async function main(): Promise<void> {
  try {
    await migrate(databaseUrl())
  } catch (error) {
    const sentence = sentenceOf(error)
    if (sentence === null) throw error
    console.error(sentence)
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
