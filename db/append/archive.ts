import type { archiveRuns } from '../archive-schema'
import { readableShapes } from '../codecs/registry'
import type { Sql, Transaction } from '../connection'
import type { RowOf } from '../query'
import type { snapshots } from '../schema'
import type { EventRow } from '../streams/event-rows'
import { horizonOf } from '../streams/horizon'
import type { Retention } from './retention'

/** How many streams are archived in one transaction. */
const STREAMS_PER_PAGE = 100

const FIRST = '00000000-0000-0000-0000-000000000000'

/** Another process is changing the archive. */
export class ArchiveBusy extends Error {
  override readonly name = 'ArchiveBusy'
  override readonly message =
    'Another process is changing the archive. Try again when it has ended.'
}

/** What a run did, or would do: events by the year in which they were recorded. */
export type ArchiveRun = {
  readonly moved: number
  readonly byYear: ReadonlyMap<number, number>
  /** Whether the time was over before the last stream; the next run goes on there. */
  readonly isPart: boolean
}

type Bounds = {
  /** When the run should end, in milliseconds of `performance.now()`. */
  readonly until?: number
  /** Counts what would be moved, and moves nothing. */
  readonly isDry?: boolean
  readonly onProgress?: (moved: number) => void
}

/**
 * Moves events into the archive: those that the retention names, below the newest snapshot of their
 * stream whose own event exists, and never the first event, so that `events` alone still guards
 * every append. Reads use the view `log`. Each page of streams moves in one transaction, which also
 * keeps how far the run has got: it may be interrupted at any time. The connection must use
 * `ARCHIVIST_LOGIN`: no other login may delete from `events`, and a trigger allows it only for rows
 * that the archive holds with the same values in every column.
 * @throws ArchiveBusy
 */
export async function archiveEvents(
  sql: Sql,
  retention: Retention,
  { until = Number.POSITIVE_INFINITY, isDry = false, onProgress = () => {} }: Bounds = {},
): Promise<ArchiveRun> {
  const byYear = new Map<number, number>()
  let moved = 0
  if (!isDry) await addYears(sql, retention)
  for (let after = isDry ? FIRST : null; ; ) {
    const page = await sql.begin(async tx => {
      const from: string = isDry ? (after ?? FIRST) : await lockRun(tx)
      const streams = await streamsAfter(tx, from, retention)
      const rows = streams.length === 0 ? [] : await movePage(tx, streams, isDry)
      const isLast = streams.length < STREAMS_PER_PAGE
      const next = isLast ? null : (streams.at(-1)?.id ?? null)
      if (!isDry) await keepPlace(tx, next)
      return { rows, next }
    })
    for (const { year, count } of page.rows) byYear.set(year, (byYear.get(year) ?? 0) + count)
    moved += page.rows.reduce((sum, { count }) => sum + count, 0)
    onProgress(moved)
    if (page.next === null) return { moved, byYear, isPart: false }
    if (performance.now() > until) return { moved, byYear, isPart: true }
    after = page.next
  }
}

/** Partitions for the years of all events that may be moved. */
async function addYears(sql: Sql, { before, closedBefore }: Retention): Promise<void> {
  const end = before > closedBefore ? before : closedBefore
  // Plain SQL: the ends of an index, and a function for each year.
  await sql`
    select add_archive_year(year) from (
      select generate_series(
        extract(year from min(created_at) at time zone 'UTC')::int,
        extract(year from least(max(created_at), ${end}) at time zone 'UTC')::int) as year
      from events) as years
    order by year`
}

/** Makes this process the only one that changes the archive, and tells where the last run stopped. */
export async function lockRun(tx: Transaction): Promise<string> {
  const [run] = await tx<Pick<RowOf<typeof archiveRuns>, 'after'>[]>`
    select after from archive_runs where name = 'archive' for update skip locked`
  if (!run) throw new ArchiveBusy()
  return run.after ?? FIRST
}

async function keepPlace(tx: Transaction, after: string | null): Promise<void> {
  await tx`
    update archive_runs set after = ${after}, ended_at = case when ${after}::uuid is null
      then now() else ended_at end
    where name = 'archive'`
}

/** A stream, and the version and instant before which its events are moved. */
type Movable = { readonly id: string; readonly version: number; readonly before: Date }

async function streamsAfter(
  tx: Transaction,
  after: string,
  { before, closedBefore }: Retention,
): Promise<Movable[]> {
  // Plain SQL: Drizzle has no unnest(), and no `returning` for such an insert.
  const rows = await tx<
    (Pick<RowOf<typeof snapshots>, 'aggregate_id' | 'version'> & { is_closed: boolean | null })[]
  >`
    select s.aggregate_id, max(s.version) as version, bool_or(a.status = 'closed') as is_closed
    from snapshots s left join accounts a on a.aggregate_id = s.aggregate_id
    where s.aggregate_id > ${after} and s.shape = any(${readableShapes()}::int[]) and exists (
      select from events e where e.aggregate_id = s.aggregate_id and e.event_version = s.version)
    group by s.aggregate_id order by s.aggregate_id limit ${STREAMS_PER_PAGE}`
  return rows.map(row => ({
    id: row.aggregate_id,
    version: row.version,
    before: row.is_closed && closedBefore > before ? closedBefore : before,
  }))
}

type MovedOfYear = { readonly year: number; readonly count: number }

async function movePage(
  tx: Transaction,
  streams: readonly Movable[],
  isDry: boolean,
): Promise<MovedOfYear[]> {
  const horizon = await horizonOf(tx)
  const movable = tx`
    from unnest(${streams.map(one => one.id)}::uuid[], ${streams.map(one => one.version)}::int[],
      ${streams.map(one => one.before.toISOString())}::text[]::timestamptz[])
      as t (id, version, before)
    join events e on e.aggregate_id = t.id
    where e.event_version > 1 and e.event_version < t.version and e.created_at < t.before
      ${horizon === null ? tx`` : tx`and e.created_at >= ${horizon.at}`}`
  if (isDry) {
    return tx<MovedOfYear[]>`
      select extract(year from e.created_at at time zone 'UTC')::int as year,
        count(*)::int as count ${movable} group by 1`
  }
  const copied = await tx<Pick<EventRow, 'aggregate_id' | 'event_version' | 'created_at'>[]>`
    insert into events_archive select e.* ${movable}
    returning aggregate_id, event_version, created_at`
  const removed = await tx`
    delete from events using unnest(
      ${copied.map(row => row.aggregate_id)}::uuid[],
      ${copied.map(row => row.event_version)}::int[]) as t (id, version)
    where aggregate_id = t.id and event_version = t.version`
  if (removed.count !== copied.length) throw new Error('The archive holds more than has left')
  const byYear = new Map<number, number>()
  for (const { created_at: at } of copied) {
    const year = at.getUTCFullYear()
    byYear.set(year, (byYear.get(year) ?? 0) + 1)
  }
  return [...byYear].map(([year, count]) => ({ year, count }))
}
