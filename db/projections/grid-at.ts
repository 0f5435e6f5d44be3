import type { Sql, Transaction } from '../connection'
import { requireAttachedSince } from '../streams/detached'
import type { Clocks } from '../streams/state-at'
import { beginOf, DAY_MS, MINUTE_MS } from './flow-cells'

/** A table of cells as in `flow_cells`, and the subscriber that writes it. */
export type Grid = {
  readonly table: string
  readonly subscriber: string
  /** Columns of the cells, as SQL, and the same of one event in the log. */
  readonly columns: string
  readonly ofEvent: string
}

/**
 * The last minute of a bound is added up from the log.
 * @throws YearDetached if its events may be in cold storage
 */
export async function requireMinutes(sql: Sql | Transaction, moment: Clocks): Promise<void> {
  const bounds = [moment.asOf, moment.knownAt].flatMap(bound => bound ?? [])
  if (bounds.length === 0) return
  await requireAttachedSince(sql, new Date(Math.min(...bounds.map(Number))))
}

/**
 * What a grid has to be added up at business time `asOf` as the bank knew it at `knownAt`: rows for
 * all events with `occurred_at <= asOf` and `created_at <= knownAt`, as a query.
 *
 * The grid has whole days and minutes of both clocks. With d and m for the start of a bound's day
 * and minute, the rows have these parts:
 *
 *     before (d, d)                       cells of day and day
 *     occurred from d to m, recorded before d, and from d to m      minute cells
 *     occurred before d, recorded from d to m                       cells of day and minute
 *     the last minute of either clock                               events of the log, by index
 *
 * and the events that the subscriber has not handled yet (queued or parked), from the log. It is
 * for one statement on one database snapshot, so the answer is exact while writers go on. The cost
 * depends on the days with cells, the minutes of one day and the events of one minute, not on the
 * number of events and accounts.
 */
export function gridAt(sql: Sql | Transaction, grid: Grid, moment: Clocks) {
  const occurred = boundsOf(sql, moment.asOf)
  const recorded = boundsOf(sql, moment.knownAt)
  const cells = sql`select ${sql.unsafe(grid.columns)} from ${sql(grid.table)}`
  const events = sql`select ${sql.unsafe(grid.ofEvent)}`
  // Plain SQL: one statement of many parts, so that all are as of one moment.
  return sql`
    with cells as (
      ${cells}
      where grain = 0 and occurred_from < ${occurred.day} and recorded_from < ${recorded.day}
      union all
      ${cells}
      where grain = 1 and occurred_from < ${occurred.day}
        and recorded_from >= ${recorded.day} and recorded_from < ${recorded.minute}
      union all
      ${cells}
      where grain = 2 and occurred_from >= ${occurred.day} and occurred_from < ${occurred.minute}
        and recorded_from < ${recorded.day}
      union all
      ${cells}
      where grain = 3 and occurred_from >= ${occurred.day} and occurred_from < ${occurred.minute}
        and recorded_from >= ${recorded.day} and recorded_from < ${recorded.minute}
    ), last_minutes as (
      ${events} from log
      where occurred_at >= ${occurred.minute} and occurred_at < ${occurred.end}
        and created_at < ${recorded.end}
      union all
      ${events} from log
      where created_at >= ${recorded.minute} and created_at < ${recorded.end}
        and occurred_at < ${occurred.minute}
    ), unhandled as (
      ${events}
      from (
        select aggregate_id, event_version from outbox
        union all
        select aggregate_id, event_version from feed
        where position > coalesce(
          (select position from subscriptions where name = ${grid.subscriber}), 0)
        union all
        select f.aggregate_id, f.event_version from parked_events p
        join feed f on f.position = p.position where p.subscription = ${grid.subscriber}
      ) as k
      join log using (aggregate_id, event_version)
      where occurred_at < ${occurred.minute} and created_at < ${recorded.minute}
    )
    select * from cells union all select * from last_minutes union all select * from unhandled`
}

/** The start of a bound's day and minute, and the first moment after it. */
function boundsOf(sql: Sql | Transaction, bound: Date | undefined) {
  const at = (moment: Date | null) => sql`${moment?.toISOString() ?? 'infinity'}::text::timestamptz`
  if (bound === undefined) return { day: at(null), minute: at(null), end: at(null) }
  const end = new Date(bound.getTime() + 1)
  const [day, minute] = [beginOf(end, DAY_MS), beginOf(end, MINUTE_MS)]
  return { day: at(day), minute: at(minute), end: at(end) }
}
