import 'server-only'
import { eventTypesOf } from '@/app/_server/streams/event-types'
import { type DayEdge, dayEdge, readBound } from '@/app/_time/bounds'
import type { TimelineView } from '@/app/_wire/timeline'
import type { TimelineFault } from '@/app/_wire/timeline-faults'
import type { TimelineFilter } from '@/db/timeline/timeline-filter'

/** A view with its local days and times resolved to instants. */
export type ResolvedView = {
  readonly filter: TimelineFilter
  /** An actor's id or part of a name; moved into `filter` once that is known. */
  readonly by: string | null
  /** The account that a list of the whole bank is about, by number or id. */
  readonly account: string | null
  readonly clock: 'occurred' | 'recorded'
  readonly refused: TimelineView['refused']
  readonly order: 'asc' | 'desc'
  /** Where the list starts. */
  readonly at: Date | null
}

type Resolved = { ok: true; resolved: ResolvedView } | { ok: false; faults: TimelineFault[] }

/** Resolves a view in its time zone. `ofBank`: for the whole bank's timeline. */
export function resolveView(view: TimelineView, ofBank: boolean): Resolved {
  const faults: TimelineFault[] = []
  const bound = (field: 'from' | 'to' | 'asOf' | 'knownAt' | 'at', edge: 'start' | 'end') => {
    const text = view[field]
    if (text === null) return null
    if (view.zone === null && !/T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text)) {
      faults.push({ field, reason: 'needs-zone' })
      return null
    }
    const read = readBound(text, view.zone ?? 'UTC', edge)
    if (read.ok) return read.instant
    faults.push({ field, ...read.fault })
    return null
  }
  const [from, to] = [bound('from', 'start'), bound('to', 'end')]
  const [asOf, knownAt] = [bound('asOf', 'end'), bound('knownAt', 'end')]
  const order = view.order ?? 'desc'
  const at = bound('at', order === 'desc' ? 'end' : 'start')
  if (from && to && from > to) {
    faults.push({ field: 'to', reason: 'before', other: 'from' })
  }
  const types = eventTypesOf(null)
  if (view.type !== null && !types.includes(view.type)) {
    faults.push({ field: 'type', reason: 'one-of', words: types })
  }
  if (!ofBank && view.account !== null) faults.push({ field: 'account', reason: 'unknown' })
  if (faults.length > 0) return { ok: false, faults }
  const zone = view.zone ?? 'UTC'
  const byDay = view.clock === 'occurred'
  const firstDay = byDay && view.from !== null ? dayEdge(view.from, zone, 'start') : null
  const lastDay = byDay && view.to !== null ? dayEdge(view.to, zone, 'end') : null
  const filter = filterOf(view, { from, to, asOf, knownAt, firstDay, lastDay })
  const { by, account, clock, refused } = view
  return { ok: true, resolved: { filter, by, account, clock, refused, order, at } }
}

type Bounds = Record<'from' | 'to' | 'asOf' | 'knownAt', Date | null> &
  Record<'firstDay' | 'lastDay', DayEdge | null>

function filterOf(
  view: TimelineView,
  { from, to, asOf, knownAt, ...days }: Bounds,
): TimelineFilter {
  const { type, direction, min, max, ledger, currency, note, correlation, late, hour, clock } = view
  const { firstDay, lastDay } = days
  const [occurred, recorded] = clock === 'occurred' ? [lastDay?.farthest ?? to, null] : [null, to]
  return withoutNulls({
    type,
    direction,
    min,
    max,
    ledger,
    currency,
    note,
    correlationId: correlation,
    late: late ? (true as const) : null,
    hour,
    firstDay,
    lastDay,
    occurredFrom: clock === 'occurred' ? (firstDay?.farthest ?? from) : null,
    recordedFrom: clock === 'recorded' ? from : null,
    occurredTo: earlier(occurred, asOf),
    recordedTo: earlier(recorded, knownAt),
  })
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

type WithoutNulls<T> = { [K in keyof T]?: Exclude<T[K], null> }

function withoutNulls<T extends object>(values: T): WithoutNulls<T> {
  const kept = Object.entries(values).filter(([, value]) => value !== null)
  return Object.fromEntries(kept) as WithoutNulls<T> // nulls are removed
}
