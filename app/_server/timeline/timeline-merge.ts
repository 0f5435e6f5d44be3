import 'server-only'
import type { TimelineCursor } from '@/app/_server/http/cursors'
import { eventJson } from '@/app/_server/streams/wire'
import type { RefusalJson, TimelineItem, TimelinePage } from '@/app/_wire/types'
import type { RefusedCommand } from '@/db/append/refusals'
import type { TimelinePart } from '@/db/timeline/account-timeline'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'

/**
 * Merges two lists by time. Each is emitted only as far as the other has been read, so that no
 * entry falls between two pages; the cursor has the position in each.
 */
export function mergeTimeline<Place>(
  sources: Sources<Place>,
  { timeOf, placeOf, write }: Keys<Place>,
): TimelinePage {
  const { events, refusals, order, limit, start } = sources
  const sign = order === 'asc' ? 1 : -1
  const lastEvent = events.events.at(-1)
  const eventsKnownTo =
    events.next === null ? null : (events.searchedTo ?? (lastEvent ? timeOf(lastEvent) : null))
  const refusalsKnownTo = refusals.next?.at ?? null
  const isPast = (time: Date, horizon: Date | null) =>
    horizon !== null && sign * (time.getTime() - horizon.getTime()) > 0

  const items: TimelineItem[] = []
  let [e, r] = [0, 0]
  let cut: Date | null = null
  while (items.length < limit) {
    const event = events.events[e]
    const refusal = refusals.found[r]
    const takesEvent =
      event && (!refusal || sign * (timeOf(event).getTime() - refusal.of.at.getTime()) <= 0)
    const time = takesEvent ? timeOf(event) : refusal?.of.at
    if (time === undefined) break
    const horizon = takesEvent ? refusalsKnownTo : eventsKnownTo
    if (isPast(time, horizon)) {
      cut = horizon
      break
    }
    if (takesEvent) {
      items.push(eventJson(event))
      e++
    } else if (refusal) {
      items.push(refusal.json)
      r++
    }
  }
  const allEvents = e === events.events.length
  const allRefusals = r === refusals.found.length
  const isEnd = allEvents && allRefusals && events.next === null && refusals.next === null
  if (isEnd) return { items, nextCursor: null, searchedTo: null }
  const told = events.events[e - 1]
  const place = allEvents && events.next !== null ? events.next : told ? placeOf(told) : null
  const toldRefusal = allRefusals && refusals.next ? refusals.next : refusals.found[r - 1]?.of
  const stopped = items.length < limit ? (cut ?? eventsKnownTo ?? refusalsKnownTo) : null
  return {
    items,
    nextCursor: write(place, toldRefusal ?? start.refusal),
    searchedTo: stopped?.toISOString() ?? null,
  }
}

/** Refused commands that match the filter. */
export type Refusals = {
  readonly found: readonly { readonly of: RefusedCommand; readonly json: RefusalJson }[]
  /** The last one that was scanned, when there are more. */
  readonly next: RefusedCommand | null
}

/** The two lists as far as each was read, and the cursor they start at. */
export type Sources<Place> = {
  readonly events: TimelinePart<Place>
  readonly refusals: Refusals
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly start: TimelineCursor
}
/** The order of the events, and how a position is written. */
export type Keys<Place> = {
  readonly timeOf: (event: RecordedEvent) => Date
  readonly placeOf: (event: RecordedEvent) => Place
  readonly write: (place: Place | null, refusal: TimelineCursor['refusal']) => string
}
