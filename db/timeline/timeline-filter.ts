import type { Sql } from '../connection'
import { foldingOf } from './case-folding'
import { amountSql, changeSql } from './event-amounts'

/** What a timeline leaves out: an event stands in it when all of this is true of the event. */
export type TimelineFilter = {
  readonly type?: string
  /** Money that came in (deposits, openings with money) or went out. */
  readonly direction?: 'in' | 'out'
  /** Bounds of the amount without its sign, decimal texts, both included. */
  readonly min?: string
  readonly max?: string
  readonly currency?: string
  /** The id of who did it. */
  readonly actorId?: string
  /** A part of the name of who did it, in whatever case. */
  readonly actorName?: string
  /** A part of the note, in whatever case. */
  readonly note?: string
  readonly correlationId?: string
  /** Only what happened before something that had been recorded already. */
  readonly late?: true
  /** The hour of the day (UTC, 0 to 23) in which it happened. */
  readonly hour?: number
  /** Bounds of the two clocks, all included. */
  readonly occurredFrom?: Date
  readonly occurredTo?: Date
  readonly recordedFrom?: Date
  readonly recordedTo?: Date
}

/**
 * How many events one request looks through for those that a filter leaves: what no index serves,
 * such as the text of a note, is searched in bounded steps, each of which says how far it came.
 */
export const SCAN_MAX = 20_000

/** What `conditionsOf` needs to know of the server; it matters only when a text is looked for. */
export async function collationFor(sql: Sql, filter: TimelineFilter): Promise<string | null> {
  return filter.note === undefined && filter.actorName === undefined ? null : foldingOf(sql)
}

/** The filter as conditions on a row of `log`, each beginning with `and`. */
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

/** An event that moves money has one amount: what it moved. */
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
