import { and, eq, sql as fragment, gte, lte, type SQL } from 'drizzle-orm'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { inOrder, isAfter } from '../query'
import { log } from '../schema'
import { cutAt } from '../streams/detached'
import { recordedEvent, selectEvents } from '../streams/event-rows'

/**
 * A page of the whole log: at most one subject, and a range on the clock of the order. Each form
 * has an index; a filter without one is rejected, never ignored.
 */
export type LogQuery = {
  readonly type?: string
  /** The id of the actor. */
  readonly actor?: string
  readonly correlationId?: string
  /** Bounds of `created_at`, both inclusive. */
  readonly createdFrom?: Date
  readonly createdTo?: Date
  /** Bounds of `occurred_at`, both inclusive; not together with a subject. */
  readonly occurredFrom?: Date
  readonly occurredTo?: Date
  readonly order: 'asc' | 'desc'
  /** The cursor of the page before. */
  readonly after?: LogCursor
  readonly limit: number
}

/** A cursor: the clock of the order, then the key of the event. */
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
 * One page of the whole log, by the recording clock, or by the business clock when it is filtered
 * by that. Keyset pagination: stable while events arrive.
 * @throws YearDetached for a page that begins in the detached years; the page before ends there
 * @throws UnsupportedFilter for a filter, or a combination of filters, that no index serves
 */
export async function readLog(
  sql: Sql,
  query: LogQuery,
): Promise<{ events: RecordedEvent[]; nextCursor: LogCursor | null }> {
  const byOccurrence = query.occurredFrom !== undefined || query.occurredTo !== undefined
  refuseUnsupported(query, byOccurrence)
  const clock = byOccurrence ? log.occurredAt : log.createdAt
  const askedFrom = byOccurrence ? query.occurredFrom : query.createdFrom
  const cut = await cutAt(sql, askedFrom)
  const from = cut?.at ?? askedFrom
  const to = byOccurrence ? query.occurredTo : query.createdTo
  const { after, order, limit } = query
  if (cut && order === 'asc' && (after?.at ?? new Date(0)) < cut.at) throw cut.error
  const isBeyond =
    after &&
    isAfter(order, [
      [clock, after.at],
      [log.aggregateId, after.aggregateId],
      [log.eventVersion, after.version],
    ])
  const rows = await selectEvents(sql)
    .where(and(subjectOf(query), from && gte(clock, from), to && lte(clock, to), isBeyond))
    .orderBy(...[clock, log.aggregateId, log.eventVersion].map(inOrder[order]))
    .limit(limit + 1)
  const events = rows.slice(0, limit).map(recordedEvent)
  const last = events.at(-1)
  if (cut && !last) throw cut.error
  if ((rows.length <= limit && !cut) || !last) return { events, nextCursor: null }
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

function subjectOf({ type, actor, correlationId }: LogQuery): SQL | undefined {
  if (type !== undefined) return eq(log.eventType, type)
  if (actor !== undefined) return fragment`${log.metadata} -> 'actor' ->> 'id' = ${actor}`
  if (correlationId === undefined) return undefined
  return fragment`${log.metadata} ->> 'correlationId' = ${correlationId}`
}
