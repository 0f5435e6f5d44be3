import type { Sql } from '../connection'
import type { Clocks } from '../streams/state-at'
import { CURRENCY_SQL, changeSql } from '../timeline/event-amounts'
import { beginOf, DAY_MS, MINUTE_MS } from './flow-cells'
import { insights } from './insights'

/** The bank's total in one currency; `total` in minor units. */
export type CurrencyTotal = {
  readonly currency: string
  readonly accounts: number
  readonly total: bigint
}

/**
 * The sum of all balances per currency at business time `asOf` as the bank knew it at `knownAt`,
 * and the number of accounts: all events with `occurred_at <= asOf` and `created_at <= knownAt`.
 *
 * The grid `flow_cells` adds them up by whole days and minutes of both clocks. With d and m for the
 * start of a bound's day and minute, the sum has these parts:
 *
 *     before (d, d)                       cells of day and day
 *     occurred from d to m, recorded before d, and from d to m      minute cells
 *     occurred before d, recorded from d to m                       cells of day and minute
 *     the last minute of either clock                               events of the log, by index
 *
 * and the events that the subscriber has not handled yet (queued or parked), from the log. It is one
 * statement on one database snapshot, so the answer is exact while writers go on. The cost depends
 * on the days with cells, the minutes of one day and the events of one minute, not on the number of
 * events and accounts.
 */
export async function readBankAt(sql: Sql, moment: Clocks): Promise<CurrencyTotal[]> {
  const occurred = boundsOf(sql, moment.asOf)
  const recorded = boundsOf(sql, moment.knownAt)
  const delta = sql.unsafe(
    `${CURRENCY_SQL} as currency, ${changeSql()} as net, (log.event_version = 1)::int as opened`,
  )
  // Plain SQL: one statement of many parts, so that all are as of one moment.
  const rows = await sql<{ currency: string; total: string; opened: string }[]>`
    with cells as (
      select currency, net, opened from flow_cells
      where grain = 0 and occurred_from < ${occurred.day} and recorded_from < ${recorded.day}
      union all
      select currency, net, opened from flow_cells
      where grain = 1 and occurred_from < ${occurred.day}
        and recorded_from >= ${recorded.day} and recorded_from < ${recorded.minute}
      union all
      select currency, net, opened from flow_cells
      where grain = 2 and occurred_from >= ${occurred.day} and occurred_from < ${occurred.minute}
        and recorded_from < ${recorded.day}
      union all
      select currency, net, opened from flow_cells
      where grain = 3 and occurred_from >= ${occurred.day} and occurred_from < ${occurred.minute}
        and recorded_from >= ${recorded.day} and recorded_from < ${recorded.minute}
    ), last_minutes as (
      select ${delta} from log
      where occurred_at >= ${occurred.minute} and occurred_at < ${occurred.end}
        and created_at < ${recorded.end}
      union all
      select ${delta} from log
      where created_at >= ${recorded.minute} and created_at < ${recorded.end}
        and occurred_at < ${occurred.minute}
    ), unhandled as (
      select ${delta}
      from (
        select aggregate_id, event_version from outbox
        union all
        select aggregate_id, event_version from feed
        where position > coalesce(
          (select position from subscriptions where name = ${insights.name}), 0)
        union all
        select f.aggregate_id, f.event_version from parked_events p
        join feed f on f.position = p.position where p.subscription = ${insights.name}
      ) as k
      join log using (aggregate_id, event_version)
      where occurred_at < ${occurred.minute} and created_at < ${recorded.minute}
    )
    select currency, sum(net) as total, sum(opened) as opened
    from (select * from cells union all select * from last_minutes
      union all select * from unhandled) as parts
    where net is not null
    group by currency having sum(opened) > 0 or sum(net) <> 0 order by currency`
  return rows.map(row => ({
    currency: row.currency,
    accounts: Number(row.opened),
    total: BigInt(row.total),
  }))
}

/** The start of a bound's day and minute, and the first moment after it. */
function boundsOf(sql: Sql, bound: Date | undefined) {
  const at = (moment: Date | null) => sql`${moment?.toISOString() ?? 'infinity'}::text::timestamptz`
  if (bound === undefined) return { day: at(null), minute: at(null), end: at(null) }
  const end = new Date(bound.getTime() + 1)
  const [day, minute] = [beginOf(end, DAY_MS), beginOf(end, MINUTE_MS)]
  return { day: at(day), minute: at(minute), end: at(end) }
}
