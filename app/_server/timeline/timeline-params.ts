import 'server-only'
import { readTimelineCursor, readVersionCursor } from '@/app/_server/http/cursors'
import type { ReadParams } from '@/app/_server/http/params'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '@/app/_server/http/params'
import { inputProblem } from '@/app/_server/http/problems'
import { readTimelineView, type TimelineView } from '@/app/_wire/timeline'
import { type TimelineFault, timelineSentence } from '@/app/_wire/timeline-faults'
import type { Problem } from '@/app/_wire/types'
import type { TimelinePlace } from './timeline'
import { type ResolvedView, resolveView } from './timeline-query'

export type TimelineRequest = {
  readonly view: TimelineView
  readonly resolved: ResolvedView
  readonly place: TimelinePlace
}

/**
 * Parses the address of a timeline page: its view (see app/_wire/timeline.ts) and
 * `cursor=&limit=&through=`. Invalid parameters are refused, never ignored.
 */
export function readTimelineParams(url: string, ofBank: boolean): ReadParams<TimelineRequest> {
  const { searchParams } = new URL(url)
  const place = readPlace(searchParams)
  if ('reason' in place) return refuse(place)
  const { view, faults } = readTimelineView(searchParams)
  const [fault] = [...faults, ...foreignTo(view)]
  if (fault) return refuse(fault)
  const read = resolveView(view, ofBank)
  if (read.ok) return { ok: true, params: { view, resolved: read.resolved, place } }
  const [unresolved] = read.faults
  if (!unresolved) throw new Error('A view was not resolved, but has no fault')
  return refuse(unresolved)
}

function refuse(fault: TimelineFault): { ok: false; problem: Problem } {
  return { ok: false, problem: inputProblem('Malformed', fault.field, timelineSentence(fault)) }
}

/** Parameters of a page that don't apply to the API's list. */
function foreignTo(view: TimelineView): TimelineFault[] {
  const fields = (['event', 'attempt', 'of'] as const).filter(field => view[field] !== null)
  return fields.map(field => ({ field, reason: 'unknown' }))
}

/** Removes the paging parameters and returns their values. */
function readPlace(parameters: URLSearchParams): TimelinePlace | TimelineFault {
  for (const field of ['cursor', 'limit', 'through']) {
    if (parameters.getAll(field).length > 1) return { field, reason: 'twice' }
  }
  const [cursor, limit, through] = ['cursor', 'limit', 'through'].map(name => parameters.get(name))
  for (const name of ['cursor', 'limit', 'through']) parameters.delete(name)
  const place = cursor === null || cursor === undefined ? null : readTimelineCursor(cursor)
  if (cursor !== null && place === null) {
    return { field: 'cursor', reason: 'cursor' }
  }
  if (limit && !(/^[1-9]\d{0,3}$/.test(limit) && Number(limit) <= PAGE_LIMIT_MAX)) {
    return { field: 'limit', reason: 'limit', max: PAGE_LIMIT_MAX }
  }
  const newest = through ? readVersionCursor(through) : null
  if (through && newest === null) {
    return { field: 'through', reason: 'event' }
  }
  return {
    cursor: place,
    limit: limit ? Number(limit) : PAGE_LIMIT_DEFAULT,
    ...(newest === null ? {} : { through: newest }),
  }
}
