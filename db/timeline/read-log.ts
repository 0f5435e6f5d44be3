import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { type EventRow, recordedEvent } from '../streams/event-rows'

/**
 * What a page of the whole log asks for: one subject at most, and a range on the clock that orders
 * the page. Each form has an index; what has none is refused, never answered unfiltered.
 */
export type LogQuery = {
  readonly type?: string
  /** The id of who asked. */
  readonly actor?: string
  readonly correlationId?: string
  /** Bounds of `created_at`, both included. */
  readonly createdFrom?: Date
  readonly createdTo?: Date
  /** Bounds of `occurred_at`, both included; they go with no subject. */
  readonly occurredFrom?: Date
  readonly occurredTo?: Date
  readonly order: 'asc' | 'desc'
  /** Where the page before ended. */
  readonly after?: LogCursor
  readonly limit: number
}

/** A place in the order of a page: the clock that orders it, then the key of the event. */
export type LogCursor = {
  readonly at: Date
  readonly aggregateId: string
  readonly version: number
}

/** A filter that no index serves. */
export class UnsupportedFilter extends Error {
  override readonly name = 'UnsupportedFilter'
}

const SUPPORTED = new Set<string>([
  'type',
  'actor',
  'correlationId',
  'createdFrom',
  'createdTo',
  'occurredFrom',
  'occurredTo',
  'order',
  'after',
  'limit',
] satisfies (keyof LogQuery)[])

/**
 * One page of the whole log, in the order of the recording clock, or of the business clock when it
 * is filtered by that. Keyset pages: stable while events arrive.
 * @throws UnsupportedFilter for a filter, or a combination of filters, that no index serves
 */
export async function readLog(
  sql: Sql,
  query: LogQuery,
): Promise<{ events: RecordedEvent[]; nextCursor: LogCursor | null }> {
  const byOccurrence = query.occurredFrom !== undefined || query.occurredTo !== undefined
  refuseUnsupported(query, byOccurrence)
  const clock = sql(byOccurrence ? 'occurred_at' : 'created_at')
  const from = byOccurrence ? query.occurredFrom : query.createdFrom
  const to = byOccurrence ? query.occurredTo : query.createdTo
  const { after, order, limit } = query
  const [direction, beyond] = order === 'asc' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`]
  const rows = await sql<EventRow[]>`
    select * from log
    where true ${subjectOf(sql, query)}
      ${from === undefined ? sql`` : sql`and ${clock} >= ${from}`}
      ${to === undefined ? sql`` : sql`and ${clock} <= ${to}`}
      ${
        after === undefined
          ? sql``
          : sql`and (${clock}, aggregate_id, event_version) ${beyond}
              (${after.at}, ${after.aggregateId}::uuid, ${after.version}::int)`
      }
    order by ${clock} ${direction}, aggregate_id ${direction}, event_version ${direction}
    limit ${limit + 1}`
  const events = rows.slice(0, limit).map(recordedEvent)
  const last = events.at(-1)
  if (rows.length <= limit || !last) return { events, nextCursor: null }
  const at = byOccurrence ? last.occurredAt : last.createdAt
  return { events, nextCursor: { at, aggregateId: last.aggregateId, version: last.version } }
}

function refuseUnsupported(query: LogQuery, byOccurrence: boolean): void {
  const unknown = Object.keys(query).find(key => !SUPPORTED.has(key))
  if (unknown) throw new UnsupportedFilter(`The log can’t be filtered by ${unknown}`)
  const subjects = [query.type, query.actor, query.correlationId].filter(one => one !== undefined)
  if (subjects.length > 1) {
    throw new UnsupportedFilter('The log can be filtered by one of type, actor and correlation')
  }
  const byRecording = query.createdFrom !== undefined || query.createdTo !== undefined
  if (byOccurrence && (subjects.length > 0 || byRecording)) {
    throw new UnsupportedFilter('A range of occurred_at goes with no other filter')
  }
}

function subjectOf(sql: Sql, { type, actor, correlationId }: LogQuery) {
  if (type !== undefined) return sql`and event_type = ${type}`
  if (actor !== undefined) return sql`and metadata -> 'actor' ->> 'id' = ${actor}`
  if (correlationId !== undefined) return sql`and metadata ->> 'correlationId' = ${correlationId}`
  return sql``
}
