import type { Sql } from '../connection'
import { OCCURRED_ON_SQL } from '../day-zone'
import { requireUuids } from '../ids'
import { changeSql, FLOWS_SQL } from './event-amounts'

/** The days of a report: the first, and the instants at which each of them begins in a zone. */
export type Days = { readonly first: string; readonly begin: readonly Date[] }

/** What came in and went out on one day of a stream, in minor units; the first day is 1. */
export type DayFlow = {
  readonly streamId: string
  readonly day: number
  readonly inflow: bigint
  readonly outflow: bigint
}

export type RecentFlows = {
  readonly flows: readonly DayFlow[]
  /** The streams with more events since the first day than were read. */
  readonly partial: ReadonlySet<string>
}

/**
 * The flows by day of several streams since the first day, among the newest `scanMax` events of
 * each: the cost does not grow with their history. An event on a date without a time is on that date.
 */
export async function readRecentFlows(
  sql: Sql,
  streamIds: readonly string[],
  { first, begin }: Days,
  scanMax: number,
): Promise<RecentFlows> {
  requireUuids('stream id', streamIds)
  const [from] = begin
  if (streamIds.length === 0 || !from) return { flows: [], partial: new Set() }
  // Plain SQL: a lateral join, and amounts by event type. An event is recorded after it occurred, so
  // what was recorded before the first day occurred before it.
  const rows = await sql<
    { id: string; day: number; inflow: string; outflow: string; scanned: string }[]
  >`
    select stream.id, moved.day, count(*) as scanned,
      ${sql.unsafe(FLOWS_SQL)}
    from unnest(${[...streamIds]}::uuid[]) as stream (id)
    cross join lateral (
      select ${sql.unsafe(changeSql())} as change,
        coalesce((${sql.unsafe(OCCURRED_ON_SQL)})::date - ${first}::date + 1,
          width_bucket(occurred_at, ${begin.map(day => day.toISOString())}::text[]::timestamptz[])) as day
      from (select * from log where aggregate_id = stream.id
        order by event_version desc limit ${scanMax}) as newest
      where created_at >= ${from}) as moved
    group by stream.id, moved.day order by stream.id, moved.day`
  const scanned = new Map<string, number>()
  for (const row of rows) scanned.set(row.id, (scanned.get(row.id) ?? 0) + Number(row.scanned))
  return {
    flows: rows
      .map(({ id, day, inflow, outflow }) => ({
        streamId: id,
        day,
        inflow: BigInt(inflow),
        outflow: BigInt(outflow),
      }))
      .filter(({ day, inflow, outflow }) => day >= 1 && (inflow > 0n || outflow > 0n)),
    partial: new Set(streamIds.filter(id => (scanned.get(id) ?? 0) >= scanMax)),
  }
}
