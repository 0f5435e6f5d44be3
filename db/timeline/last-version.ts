import type { Sql } from '../connection'
import { requireEvent, requireNotDetached } from '../streams/detached'
import type { EventRow } from '../streams/event-rows'
import { horizonOf } from '../streams/horizon'

type Clock = 'frontier_at' | 'created_at'
type Bound = {
  readonly instant: Date
  readonly newest: number
  readonly exclusive?: boolean | undefined
}

/**
 * The last version of a stream, up to `newest`, whose clock is not after `instant` (with
 * `exclusive`: before it); 0 without one. Both clocks never decrease along a stream.
 * @throws YearDetached if it is of a detached year
 */
export async function lastVersionAt(
  sql: Sql,
  aggregateId: string,
  clock: Clock,
  bound: Bound,
): Promise<number> {
  const found = await halve(sql, aggregateId, clock, bound, 0)
  // A version that it probed is not there.
  return found ?? lastVersionAbove(sql, aggregateId, clock, bound)
}

async function halve(
  sql: Sql,
  aggregateId: string,
  clock: Clock,
  { newest, ...bound }: Bound,
  low: number,
): Promise<number | null> {
  // Plain SQL: a recursive query, which Drizzle doesn't have.
  const [row] = await sql<{ low: number }[]>`
    with recursive halving (low, high) as (
      select ${low}::int, ${newest}::int
      union all
      select case when probe.inside then middle else low end,
             case when probe.inside then high else middle - 1 end
      from halving
      cross join lateral (select (low + high + 1) / 2 as middle) as middles
      cross join lateral (
        select ${isInside(sql, clock, bound)} as inside from log
        where aggregate_id = ${aggregateId} and event_version = middle) as probe
      where low < high)
    select low from halving where low >= high limit 1`
  return row?.low ?? null
}

function isInside(sql: Sql, clock: Clock, { instant, exclusive }: Omit<Bound, 'newest'>) {
  return exclusive ? sql`${sql(clock)} < ${instant}` : sql`${sql(clock)} <= ${instant}`
}

/**
 * The same above the detached years: from the last snapshot recorded before they end, which is of
 * their last event or later; else among the few events below it, down to the last mark.
 */
async function lastVersionAbove(
  sql: Sql,
  aggregateId: string,
  clock: Clock,
  bound: Bound,
): Promise<number> {
  const horizon = await horizonOf(sql)
  if (horizon === null) return 0
  const [base] = await sql<{ version: number }[]>`
    select version from snapshots
    where aggregate_id = ${aggregateId} and created_at < ${horizon.at} and version <= ${bound.newest}
    order by created_at desc, version desc limit 1`
  const low = base?.version ?? bound.newest
  const [last] = await sql<EventRow[]>`
    select * from log
    where aggregate_id = ${aggregateId} and event_version <= ${low}
      and ${isInside(sql, clock, bound)}
    order by event_version desc limit 1`
  if (last) requireEvent(last)
  const version = last?.event_version ?? 0
  if (version < low) {
    await requireNotDetached(sql, aggregateId, version + 1)
    return version
  }
  return (await halve(sql, aggregateId, clock, bound, low)) ?? version
}
