import { ARCHIVE_AFTER_DAYS } from '../append/retention'
import type { Sql } from '../connection'
import { feedHead } from '../feed/read-feed'
import type { Figures, Part, PartName, Sampled } from './figures'

/** How many events are looked at, evenly over the whole log. */
const SAMPLE = 2_000
const DAYS = 56
const DAY_MS = 86_400_000

/** What only the machine of the database knows. */
export type Machine = Pick<Figures, 'diskFreeBytes' | 'memoryBytes'>

type Asked = Partial<Pick<Figures, 'at' | 'archiveAfterDays' | 'perDay'>>

/**
 * The figures of this bank, for `forecast`. Nothing scans the log: sizes come from the catalogue,
 * events a day from a binary search over the positions of the feed (some 25 seeks a day), kinds and
 * what could be archived from 2,000 events, each sought by its position.
 * @param sql may be a connection of the web process
 */
export async function readFigures(
  sql: Sql,
  machine: Machine,
  { at = new Date(), archiveAfterDays = ARCHIVE_AFTER_DAYS, perDay = null }: Asked = {},
): Promise<Figures> {
  const head = await feedHead(sql)
  const before = new Date(at.getTime() - archiveAfterDays * DAY_MS)
  const [waiting, databaseBytes, parts, sample, days] = await Promise.all([
    countWaiting(sql),
    databaseSize(sql),
    partSizes(sql),
    sampleOf(sql, head, before),
    eventsByDay(sql, head, at),
  ])
  const read = { databaseBytes, parts, sample, days }
  return { at, events: head, waiting, ...read, archiveAfterDays, perDay, ...machine }
}

async function countWaiting(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (select from outbox limit 10000) as waiting`
  return row?.count ?? 0
}

async function databaseSize(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: string }[]>`
    select pg_database_size(current_database()) as bytes`
  return Number(row?.bytes ?? 0)
}

const PART_OF: Readonly<Record<string, PartName>> = {
  events: 'events',
  commands: 'answers',
  snapshots: 'snapshots',
  feed: 'feed',
  outbox: 'feed',
  accounts: 'accounts',
  daily_flows: 'read models',
  daily_activity: 'read models',
  flow_cells: 'read models',
  ledger_cells: 'read models',
  busy_hours: 'read models',
  largest_movements: 'read models',
  account_standings: 'read models',
  balance_sizes: 'read models',
  approvals: 'read models',
}

function partOfTable(table: string): PartName {
  if (table.startsWith('events_archive')) return 'archive'
  if (/^(auth_|access_|api_|join_|account_nick|rate_)/.test(table)) return 'people'
  return PART_OF[table] ?? 'other'
}

async function partSizes(sql: Sql): Promise<Part[]> {
  // Plain SQL: the catalogue.
  const rows = await sql<{ name: string; heap: string; indexes: string }[]>`
    select relname as name, pg_table_size(oid) as heap, pg_indexes_size(oid) as indexes
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`
  const parts = new Map<PartName, Part>()
  for (const row of rows) {
    const name = partOfTable(row.name)
    const { heapBytes, indexBytes } = parts.get(name) ?? { heapBytes: 0, indexBytes: 0 }
    parts.set(name, {
      name,
      heapBytes: heapBytes + Number(row.heap),
      indexBytes: indexBytes + Number(row.indexes),
    })
  }
  return [...parts.values()].sort(
    (a, b) => b.heapBytes + b.indexBytes - (a.heapBytes + a.indexBytes),
  )
}

async function sampleOf(sql: Sql, head: number, before: Date): Promise<Sampled[]> {
  const count = Math.min(SAMPLE, head)
  const positions = Array.from({ length: count }, (_, n) => Math.ceil(((n + 1) * head) / count))
  // Plain SQL: lateral seeks, each fenced by a limit, so that no plan reads a table whole. A position
  // without an event in reach is of a detached year.
  const rows = await sql<(Omit<Sampled, 'bytes'> & { bytes: number | null })[]>`
    select e.event_type as kind, pg_column_size(e.*) as bytes,
      case when h.is_hot is null then 'archive'
        when e.event_version > 1 and e.created_at < ${before} and s.is_behind then 'movable'
        else 'events' end as place
    from unnest(${positions}::bigint[]) as p (position)
    cross join lateral (
      select aggregate_id, event_version from feed where position = p.position limit 1) as f
    cross join lateral (
      select * from log
      where aggregate_id = f.aggregate_id and event_version = f.event_version limit 1) as e
    left join lateral (
      select true as is_hot from events
      where aggregate_id = f.aggregate_id and event_version = f.event_version limit 1) as h on true
    left join lateral (
      select true as is_behind from snapshots
      where aggregate_id = f.aggregate_id and version > f.event_version limit 1) as s on true`
  return rows.map(({ kind, bytes, place }) => ({ kind, bytes: bytes ?? 0, place }))
}

/** Events recorded in each of the last 24 hours, for as many whole ones as the bank is old. */
async function eventsByDay(sql: Sql, head: number, at: Date): Promise<number[]> {
  const ends = Array.from({ length: DAYS + 1 }, (_, n) => new Date(at.getTime() - n * DAY_MS))
  // Plain SQL: a recursive query. Positions follow the recording, but for events that were recorded
  // within moments of each other. What can’t be found is in a detached year, and so is older.
  const rows = await sql<{ low: string }[]>`
    with recursive halving (n, day, low, high) as (
      select n, day, 0::bigint, ${head}::bigint
      from unnest(${ends.map(end => end.toISOString())}::text[]::timestamptz[])
        with ordinality as ends (day, n)
      union all
      select n, day, case when probe.inside then middle else low end,
        case when probe.inside then high else middle - 1 end
      from halving
      cross join lateral (select (low + high + 1) / 2 as middle) as middles
      cross join lateral (
        select coalesce((
          select e.created_at <= day from feed f
          cross join lateral (
            select created_at from log
            where aggregate_id = f.aggregate_id and event_version = f.event_version limit 1) as e
          where f.position = middle limit 1), true) as inside) as probe
      where low < high)
    select low from halving where low >= high order by n`
  const until = rows.map(row => Number(row.low))
  const days = until.slice(1).map((low, n) => (until[n] ?? 0) - low)
  // The day in which the bank began is no whole one.
  const isWhole = (n: number) => (until[n + 1] ?? 0) > 0
  return days.filter((_, n) => isWhole(n))
}
