import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { encodeState } from '../codecs/stored-states'
import type { Sql, Transaction } from '../connection'
import { MARK } from '../streams/detached'
import { horizonOf } from '../streams/horizon'
import { stateAt } from '../streams/state-at'
import { lockRun } from './archive'
import { readYear, writeYear, type YearSum, yearFile } from './year-file'

/** A year that can't be detached or attached, as a sentence for who asked. */
export class YearRefused extends Error {
  override readonly name = 'YearRefused'
}

/** How long readers may keep the swap waiting, and the swap new readers. */
const LOCK_TIMEOUT = '5s'
/** Years of which nothing is read every day. */
const YEARS_KEPT = 2

/**
 * Writes a year of the archive into a file, reads it again, and puts what stays of it in its place
 * (streams/detached.ts), in one transaction. Readers wait only while the tables change places.
 * @param sql a connection of the owner
 * @throws YearRefused, ArchiveBusy
 */
export async function detachYear(
  sql: Sql,
  year: number,
  folder: string,
  now = new Date(),
): Promise<YearSum & { readonly file: string }> {
  const file = resolve(join(folder, yearFile(year)))
  let isWritten = false
  try {
    return await sql.begin(async tx => {
      await lockRun(tx)
      await requireOldest(tx, year, now)
      const table = `events_archive_${year}`
      const sum = await writeYear(file, linesOf(tx, table)).catch(error => {
        throw new YearRefused(`${file} can’t be written: ${error.message}`, { cause: error })
      })
      isWritten = true
      await readYear(file, sum, async () => {})
      await keepSnapshots(tx, table)
      await fillLeft(tx, year)
      await swap(tx, year, `${table}_left`)
      await tx`
        insert into archive_years (year, events, sha256, file, detached_at)
        values (${year}, ${sum.events}, ${sum.sha256}, ${file}, now())`
      return { ...sum, file }
    })
  } catch (error) {
    if (isWritten) await rm(file, { force: true })
    throw error
  }
}

/**
 * Puts a detached year back from its file.
 * @throws YearRefused, ArchiveBusy; DamagedYear for another file, or a changed one
 */
export async function attachYear(sql: Sql, year: number, folder?: string): Promise<YearSum> {
  return sql.begin(async tx => {
    await lockRun(tx)
    const horizon = await horizonOf(tx)
    if (horizon === null || year > horizon.year) throw new YearRefused(`${year} is not detached.`)
    if (year < horizon.year) {
      throw new YearRefused(`Years come back newest first: attach ${horizon.year} before ${year}.`)
    }
    const [known] = await tx<{ events: string; sha256: Buffer; file: string }[]>`
      select events, sha256, file from archive_years where year = ${year}`
    if (!known) throw new YearRefused(`${year} is not detached.`)
    const sum = { events: Number(known.events), sha256: known.sha256 }
    const path = folder === undefined ? known.file : resolve(join(folder, yearFile(year)))
    const back = `events_archive_${year}_back`
    await createLike(tx, year, back)
    await readYear(path, sum, async lines => {
      await tx`
        insert into ${tx(back)} select (jsonb_populate_record(null::${tx(back)}, line::jsonb)).*
        from unnest(${lines as string[]}::text[]) as line`
    })
    await requireSame(tx, year, back)
    await swap(tx, year, back)
    await tx`delete from archive_years where year = ${year}`
    return sum
  })
}

async function requireOldest(tx: Transaction, year: number, now: Date): Promise<void> {
  if (year > now.getUTCFullYear() - YEARS_KEPT) {
    throw new YearRefused(
      `${year} is too recent: this year and the last one stay, so ${now.getUTCFullYear() - YEARS_KEPT} is the newest that can be detached.`,
    )
  }
  const horizon = await horizonOf(tx)
  if (horizon && year <= horizon.year) throw new YearRefused(`${year} is detached already.`)
  const [oldest] = await tx<{ year: number }[]>`
    select substr(c.relname, 16)::int as year
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events_archive'::regclass and c.relname ~ '^events_archive_[0-9]{4}$'
      and substr(c.relname, 16)::int > ${horizon?.year ?? 0}
    order by 1 limit 1`
  if (!oldest) throw new YearRefused('The archive has no year. Fill it with npm run archive.')
  if (oldest.year !== year) {
    throw new YearRefused(`Years leave oldest first: detach ${oldest.year} before ${year}.`)
  }
}

async function* linesOf(tx: Transaction, table: string) {
  const rows = tx<{ line: string }[]>`
    select to_jsonb(e)::text as line from ${tx(table)} e order by aggregate_id, event_version`
  yield* rows.cursor(1_000)
}

/** The state after the last event of each stream of the year: moments after it begin there. */
async function keepSnapshots(tx: Transaction, table: string): Promise<void> {
  // Plain SQL: a cursor would be another one inside of it.
  const ends = await tx<{ id: string; version: number }[]>`
    select aggregate_id as id, max(event_version) as version from ${tx(table)}
    group by 1 order by 1`
  for (const { id, version } of ends) {
    const { stream } = await stateAt(tx, id, { version })
    const { shape, state } = encodeState({ ...stream, block: undefined })
    await tx`
      insert into snapshots (aggregate_id, version, shape, state, created_at, frontier_at)
      values (${id}, ${version}, ${shape}, ${tx.json(state as never)}, ${stream.createdAt},
        ${stream.frontierAt})
      on conflict (aggregate_id, version) do nothing`
  }
}

/** What stays of a year: the last events, reversals of entries that stay, and the marks. */
async function fillLeft(tx: Transaction, year: number): Promise<void> {
  const [part, left] = [tx(`events_archive_${year}`), tx(`events_archive_${year}_left`)]
  await createLike(tx, year, `events_archive_${year}_left`)
  await tx`
    insert into ${left}
    select e.* from ${part} e
    join (select aggregate_id, min(event_version) as first, max(event_version) as last
      from ${part} group by 1) as span using (aggregate_id)
    where e.event_version = last or (event_data -> 'reverses' is not null
      and (event_data ->> 'reverses')::int not between first and last - 1)
    order by aggregate_id, event_version`
  const balance = tx`coalesce(event_data ->> 'balance', event_data ->> 'openingBalance')`
  await tx`
    with gone as (
      select * from ${part} e where not exists (select from ${left} l
        where l.aggregate_id = e.aggregate_id and l.event_version = e.event_version)
    ), marked as (
      (select distinct on (aggregate_id) * from gone
        order by aggregate_id, event_version desc)
      union
      (select distinct on (aggregate_id) * from gone where occurred_at = frontier_at
        order by aggregate_id, event_version desc)
      union
      (select distinct on (aggregate_id) * from gone where occurred_at < frontier_at
        order by aggregate_id, occurred_at, event_version)
    )
    insert into ${left} (aggregate_id, event_id, occurred_at, created_at, frontier_at,
      event_version, schema_version, aggregate_type, event_type, event_data, metadata)
    select aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
      schema_version, aggregate_type, ${MARK}, jsonb_strip_nulls(jsonb_build_object(
        'year', ${year}::int, 'balance', money.balance, 'currency', money.currency)), '{}'
    from marked m
    left join lateral (
      select ${balance} as balance, event_data ->> 'currency' as currency from ${part} p
      where p.aggregate_id = m.aggregate_id and p.event_version <= m.event_version
        and ${balance} is not null
      order by p.event_version desc limit 1) as money on true
    order by aggregate_id, event_version`
}

/** An empty table that can become the partition of a year without a scan. */
async function createLike(tx: Transaction, year: number, table: string): Promise<void> {
  await tx.unsafe(`
    create table ${table} (like events_archive including indexes,
      constraint ${table}_year check (created_at >= '${year}-01-01 00:00:00+00'
        and created_at < '${year + 1}-01-01 00:00:00+00'))`)
}

async function swap(tx: Transaction, year: number, table: string): Promise<void> {
  const name = `events_archive_${year}`
  await tx.unsafe(`
    set local lock_timeout = '${LOCK_TIMEOUT}';
    create trigger events_archive_append_only before update or delete or truncate on ${table}
      for each statement execute function refuse_to_forget();
    alter table events_archive detach partition ${name};
    alter table events_archive attach partition ${table}
      for values from ('${year}-01-01 00:00:00+00') to ('${year + 1}-01-01 00:00:00+00');
    drop table ${name};
    alter table ${table} drop constraint ${table}_year;
    alter table ${table} rename to ${name};`)
}

/** What stayed of the year must be in the file as it is here. */
async function requireSame(tx: Transaction, year: number, back: string): Promise<void> {
  const [row] = await tx<{ lost: number }[]>`
    select count(*)::int as lost from ${tx(`events_archive_${year}`)} l
    where event_type <> ${MARK} and not exists (select from ${tx(back)} b
      where b.aggregate_id = l.aggregate_id and b.event_version = l.event_version and b.* = l.*)`
  if (row?.lost !== 0) {
    throw new YearRefused(`The file has other events than those that stayed of ${year}.`)
  }
}
