import type { Sql } from '../connection'
import { cutAt } from '../streams/detached'
import { type EventRow, recordedEvent } from '../streams/event-rows'
import type { TimelinePart } from './account-timeline'
import { moneyTypesSql } from './event-amounts'
import type { LogCursor } from './read-log'
import { matchingRows } from './text-filter'
import { conditionsOf, SCAN_MAX, type TimelineFilter } from './timeline-filter'

export type LogTimelineQuery = {
  readonly filter: TimelineFilter
  /** The clock of the order and of the period. */
  readonly clock: 'occurred' | 'recorded'
  readonly order: 'asc' | 'desc'
  readonly after?: LogCursor
  readonly limit: number
  readonly scanMax?: number
}

/**
 * One part of the timeline of the whole bank. It scans one index inside the period: that of its
 * clock, or, by the recording clock, of a correlation, an actor or a type. The rest of the filter
 * is applied to at most `scanMax` events, and the part says how far it got.
 * @throws YearDetached for a part that begins in the detached years; the part before ends there
 */
export async function readLogTimeline(
  sql: Sql,
  asked: LogTimelineQuery,
): Promise<TimelinePart<LogCursor>> {
  const cut = await cutAt(sql, periodFrom(asked))
  const query = cut ? { ...asked, filter: { ...asked.filter, ...startAt(asked, cut.at) } } : asked
  const { filter, clock, order, limit, scanMax = SCAN_MAX } = query
  if (cut && order === 'asc' && (query.after?.at ?? new Date(0)) < cut.at) throw cut.error
  const column = sql(clock === 'occurred' ? 'occurred_at' : 'created_at')
  const conditions = conditionsOf(sql, filter)
  const direction = order === 'asc' ? sql`asc` : sql`desc`
  const ordered = sql`
    order by ${column} ${direction}, aggregate_id ${direction}, event_version ${direction}`
  const walked = sql`from log where true ${walkOf(sql, query)} ${ordered}`
  const body = sql`
    from (select * ${walked} limit ${scanMax}) as looked_at where true ${conditions} ${ordered}`
  const rows = await matchingRows(sql, filter, body, limit + 1)
  const events = rows.slice(0, limit).map(recordedEvent)
  const last = rows[limit - 1]
  if (rows.length > limit && last) {
    return { events, next: placeOf(last, clock), searchedTo: null }
  }
  const [end] = await sql<Key[]>`
    select aggregate_id, event_version, occurred_at, created_at ${walked}
    limit 1 offset ${scanMax - 1}`
  if (!end) {
    const lowest = cut && order === 'desc' ? rows.at(-1) : null
    if (lowest === undefined) throw cut?.error
    return { events, next: lowest && placeOf(lowest, clock), searchedTo: null }
  }
  const next = placeOf(end, clock)
  return { events, next, searchedTo: next.at }
}

function periodFrom({ filter, clock }: LogTimelineQuery): Date | undefined {
  return clock === 'occurred' ? filter.occurredFrom : filter.recordedFrom
}

function startAt({ clock }: LogTimelineQuery, at: Date): Partial<TimelineFilter> {
  return clock === 'occurred' ? { occurredFrom: at } : { recordedFrom: at }
}

type Key = Pick<EventRow, 'aggregate_id' | 'event_version' | 'occurred_at' | 'created_at'>

function placeOf(row: Key, clock: LogTimelineQuery['clock']): LogCursor {
  const at = clock === 'occurred' ? row.occurred_at : row.created_at
  return { at, aggregateId: row.aggregate_id, version: row.event_version }
}

/** The range of one index that is scanned: a subject, a period on its clock, and a cursor. */
function walkOf(sql: Sql, { filter, clock, order, after }: LogTimelineQuery) {
  const column = sql(clock === 'occurred' ? 'occurred_at' : 'created_at')
  const [from, to] =
    clock === 'occurred'
      ? [filter.occurredFrom, filter.occurredTo]
      : [filter.recordedFrom, filter.recordedTo]
  const beyond = order === 'asc' ? sql`>` : sql`<`
  return sql`
    ${clock === 'recorded' ? subjectOf(sql, filter) : sql``}
    ${from === undefined ? sql`` : sql`and ${column} >= ${from}`}
    ${to === undefined ? sql`` : sql`and ${column} <= ${to}`}
    ${
      after === undefined
        ? sql``
        : sql`and (${column}, aggregate_id, event_version) ${beyond}
            (${after.at}, ${after.aggregateId}::uuid, ${after.version}::int)`
    }`
}

/** The most selective subject that has an index. */
function subjectOf(sql: Sql, { correlationId, actorId, type, direction }: TimelineFilter) {
  if (correlationId !== undefined) return sql`and metadata ->> 'correlationId' = ${correlationId}`
  if (actorId !== undefined) return sql`and metadata -> 'actor' ->> 'id' = ${actorId}`
  if (type !== undefined) return sql`and event_type = ${type}`
  if (direction === 'out') return sql`and event_type in (${sql.unsafe(moneyTypesSql(-1))})`
  return sql``
}
