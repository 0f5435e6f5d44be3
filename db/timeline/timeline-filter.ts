import type { Sql } from '../connection'
import { foldingOf } from './case-folding'
import { amountSql, changeSql } from './event-amounts'

/** The filter of a timeline: an event must meet all of it. */
export type TimelineFilter = {
  readonly type?: string
  /** Money in (deposits, openings with money) or out. */
  readonly direction?: 'in' | 'out'
  /** Bounds of the unsigned amount, as decimal texts, both inclusive. */
  readonly min?: string
  readonly max?: string
  readonly currency?: string
  /** The id of the actor. */
  readonly actorId?: string
  /** Part of the actor's name, case-insensitive. */
  readonly actorName?: string
  /** Part of the note, case-insensitive. */
  readonly note?: string
  readonly correlationId?: string
  /** Only late events: they happened before an event that was already recorded. */
  readonly late?: true
  /** The hour of the day (UTC, 0 to 23) in which it happened. */
  readonly hour?: number
  /** Bounds of the two clocks, all inclusive. */
  readonly occurredFrom?: Date
  readonly occurredTo?: Date
  readonly recordedFrom?: Date
  readonly recordedTo?: Date
}

/**
 * The maximum number of events that one request scans. What no index serves, such as the text of a
 * note, is searched in bounded steps, each of which says how far it got.
 */
export const SCAN_MAX = 20_000

/** The server's properties for `conditionsOf`; used only for text searches. */
export async function collationFor(sql: Sql, filter: TimelineFilter): Promise<string | null> {
  return filter.note === undefined && filter.actorName === undefined ? null : foldingOf(sql)
}

/** The filter as conditions on a row of `log`, each starting with `and`. */
export function conditionsOf(sql: Sql, filter: TimelineFilter, collation: string | null) {
  const { note, actorName } = filter
  const collate = collation === null ? sql`` : sql`collate ${sql(collation)}`
  const fold = (text: string) => sql`lower(${text}::text ${collate})`
  const noted = sql`lower((event_data ->> 'note') ${collate})`
  const named = sql`lower((metadata -> 'actor' ->> 'name') ${collate})`
  return sql`
    ${onContent(sql, filter)} ${onClocks(sql, filter)}
    ${note === undefined ? sql`` : sql`and strpos(${noted}, ${fold(note)}) > 0`}
    ${actorName === undefined ? sql`` : sql`and strpos(${named}, ${fold(actorName)}) > 0`}`
}

/** An event that moves money has one amount. */
function onContent(sql: Sql, filter: TimelineFilter) {
  const { type, direction, min, max, currency, actorId, correlationId } = filter
  const amount = sql.unsafe(amountSql())
  const change = sql.unsafe(changeSql())
  return sql`
    ${type === undefined ? sql`` : sql`and event_type = ${type}`}
    ${direction === 'in' ? sql`and ${change} > 0` : sql``}
    ${direction === 'out' ? sql`and ${change} < 0` : sql``}
    ${min === undefined ? sql`` : sql`and ${amount} >= ${min}::numeric`}
    ${max === undefined ? sql`` : sql`and ${amount} <= ${max}::numeric`}
    ${currency === undefined ? sql`` : sql`and event_data ->> 'currency' = ${currency}`}
    ${actorId === undefined ? sql`` : sql`and metadata -> 'actor' ->> 'id' = ${actorId}`}
    ${correlationId === undefined ? sql`` : sql`and metadata ->> 'correlationId' = ${correlationId}`}`
}

function onClocks(sql: Sql, filter: TimelineFilter) {
  const { late, hour, occurredFrom, occurredTo, recordedFrom, recordedTo } = filter
  return sql`
    ${late ? sql`and occurred_at < frontier_at` : sql``}
    ${hour === undefined ? sql`` : sql`and extract(hour from occurred_at at time zone 'UTC') = ${hour}`}
    ${occurredFrom === undefined ? sql`` : sql`and occurred_at >= ${occurredFrom}`}
    ${occurredTo === undefined ? sql`` : sql`and occurred_at <= ${occurredTo}`}
    ${recordedFrom === undefined ? sql`` : sql`and created_at >= ${recordedFrom}`}
    ${recordedTo === undefined ? sql`` : sql`and created_at <= ${recordedTo}`}`
}
