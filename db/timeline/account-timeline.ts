import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { beforeMark, MARK } from '../streams/detached'
import { type EventRow, recordedEvent } from '../streams/event-rows'
import { lastVersionAt } from './last-version'
import { matchingRows } from './text-filter'
import { conditionsOf, SCAN_MAX, type TimelineFilter } from './timeline-filter'

export type TimelineQuery = {
  readonly filter: TimelineFilter
  readonly order: 'asc' | 'desc'
  /** The newest event to include: the stream's version, or an earlier one. */
  readonly newest: number
  /** The last version of the part before. */
  readonly after?: number
  readonly limit: number
  readonly scanMax?: number
}

/** A part of a timeline; `next` is the cursor of the next part, null at the end. */
export type TimelinePart<Place> = {
  readonly events: readonly RecordedEvent[]
  readonly next: Place | null
  /** If the search stopped early: how far it got, on the clock of the order. */
  readonly searchedTo: Date | null
}

/** A run of versions, both inclusive; either all or only its late events can match. */
type Segment = { readonly low: number; readonly high: number; readonly lateOnly: boolean }

/**
 * One part of the timeline of a stream, by version. Along a stream `created_at` and `frontier_at`
 * never decrease, so a period is a run of versions, found by binary search, plus late events from a
 * partial index. Inside the run the primary key is scanned, at most `scanMax` events.
 */
export async function readTimeline(
  sql: Sql,
  aggregateId: string,
  { filter, order, newest, after, limit, scanMax = SCAN_MAX }: TimelineQuery,
): Promise<TimelinePart<number>> {
  const segments = await segmentsOf(sql, aggregateId, filter, newest)
  const events: RecordedEvent[] = []
  let budget = scanMax
  for (const segment of order === 'asc' ? segments : segments.toReversed()) {
    const rest = beyond(segment, order, after)
    if (rest.low > rest.high) continue
    if (budget < 1) return stoppedAt(sql, aggregateId, events, startOf(rest, order))
    const scan = { aggregateId, filter, order, limit: limit + 1 - events.length, budget }
    const { rows, reached, looked } = await scanSegment(sql, rest, scan)
    const shown = events.length > 0 && rows[0]?.event_type === MARK ? [] : beforeMark(rows)
    events.push(...shown.slice(0, limit + 1).map(recordedEvent))
    const last = events.at(-1)
    if (shown.length < rows.length && events.length <= limit && last) {
      return { events, next: last.version, searchedTo: null }
    }
    if (events.length > limit) {
      const page = events.slice(0, limit)
      return { events: page, next: page.at(-1)?.version ?? null, searchedTo: null }
    }
    if (reached !== null) return stoppedAt(sql, aggregateId, events, reached)
    budget -= looked
  }
  return { events, next: null, searchedTo: null }
}

async function segmentsOf(
  sql: Sql,
  aggregateId: string,
  { late, occurredFrom, occurredTo, recordedFrom, recordedTo }: TimelineFilter,
  newest: number,
): Promise<Segment[]> {
  const last = (
    clock: 'frontier_at' | 'created_at',
    instant: Date | undefined,
    exclusive: boolean,
  ) => instant && lastVersionAt(sql, aggregateId, clock, { instant, newest, exclusive })
  const [beforeOccurred, untilOccurred, beforeRecorded, untilRecorded] = await Promise.all([
    last('frontier_at', occurredFrom, true),
    last('frontier_at', occurredTo, false),
    last('created_at', recordedFrom, true),
    last('created_at', recordedTo, false),
  ])
  const low = Math.max(beforeOccurred ?? 0, beforeRecorded ?? 0) + 1
  const high = untilRecorded ?? newest
  // Events by then but recorded after the frontier are late, by definition.
  const frontier = Math.min(untilOccurred ?? newest, high)
  return [
    { low, high: frontier, lateOnly: late ?? false },
    { low: Math.max(low, frontier + 1), high, lateOnly: true },
  ]
}

function beyond(segment: Segment, order: 'asc' | 'desc', after: number | undefined): Segment {
  if (after === undefined) return segment
  if (order === 'asc') return { ...segment, low: Math.max(segment.low, after + 1) }
  return { ...segment, high: Math.min(segment.high, after - 1) }
}

type Scan = Pick<TimelineQuery, 'filter' | 'order' | 'limit'> & {
  readonly aggregateId: string
  readonly budget: number
}

/** `reached`: the version where the budget ended, if that was before the end of the segment. */
async function scanSegment(sql: Sql, segment: Segment, scan: Scan) {
  const { aggregateId, filter, order, limit, budget } = scan
  const { low, high, lateOnly } = segment
  const conditions = conditionsOf(sql, filter)
  const direction = order === 'asc' ? sql`asc` : sql`desc`
  // Versions have no gaps, so a run of n versions is n events.
  const [first, last] = lateOnly
    ? [low, high]
    : order === 'asc'
      ? [low, Math.min(high, low + budget - 1)]
      : [Math.max(low, high - budget + 1), high]
  const inside = sql`
    from log where aggregate_id = ${aggregateId} and event_version between ${first} and ${last}
    ${lateOnly ? sql`and occurred_at < frontier_at` : sql``}`
  const ordered = sql`order by event_version ${direction}`
  const body = lateOnly
    ? sql`
        from (select * ${inside} ${ordered} limit ${budget}) as late_ones
        where true ${conditions} ${ordered}`
    : sql`${inside} ${conditions} ${ordered}`
  const rows = await matchingRows(sql, filter, body, limit)
  if (!lateOnly) {
    const reached = order === 'asc' ? last : first
    const isWhole = reached === (order === 'asc' ? high : low)
    return { rows, reached: isWhole ? null : reached, looked: last - first + 1 }
  }
  if (rows.length === limit) return { rows, reached: null, looked: 0 }
  const [end] = await sql<Pick<EventRow, 'event_version'>[]>`
    select event_version ${inside} ${ordered} limit 1 offset ${budget - 1}`
  return { rows, reached: end?.event_version ?? null, looked: 0 }
}

/** The cursor right before a segment. */
function startOf({ low, high }: Segment, order: 'asc' | 'desc'): number {
  return order === 'asc' ? low - 1 : high + 1
}

/** A part that ended because its budget was used up: it says how far it got. */
async function stoppedAt(
  sql: Sql,
  aggregateId: string,
  events: readonly RecordedEvent[],
  next: number,
): Promise<TimelinePart<number>> {
  const [row] = await sql<Pick<EventRow, 'created_at'>[]>`
    select created_at from log where aggregate_id = ${aggregateId} and event_version = ${next}`
  return { events, next, searchedTo: row?.created_at ?? null }
}
