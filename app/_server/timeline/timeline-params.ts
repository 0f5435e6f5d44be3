import 'server-only'
import { readTimelineCursor, readVersionCursor } from '@/app/_server/http/cursors'
import type { ReadParams } from '@/app/_server/http/params'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '@/app/_server/http/params'
import { inputProblem } from '@/app/_server/http/problems'
import { readTimeline, type TimelineFault, type TimelineView } from '@/app/_wire/timeline'
import type { TimelinePlace } from './timeline'
import { type ResolvedView, resolveView } from './timeline-query'

/** A timeline as a request asks for it. */
export type TimelineRequest = {
  readonly view: TimelineView
  readonly resolved: ResolvedView
  readonly place: TimelinePlace
}

/**
 * Reads the address of a part of a timeline: its view (see app/_wire/timeline.ts) and
 * `cursor=&limit=&through=`. What can't be served is refused, never ignored.
 */
export function readTimelineParams(url: string, ofBank: boolean): ReadParams<TimelineRequest> {
  const { searchParams } = new URL(url)
  const place = readPlace(searchParams)
  if ('sentence' in place) return refuse(place)
  const { view, faults } = readTimeline(searchParams)
  const [fault] = [...faults, ...foreignTo(view, ofBank)]
  if (fault) return refuse(fault)
  const read = resolveView(view, ofBank)
  if (read.ok) return { ok: true, params: { view, resolved: read.resolved, place } }
  const [unresolved] = read.faults
  return refuse(unresolved ?? { field: '', sentence: 'The address can’t be read.' })
}

function refuse({ field, sentence }: TimelineFault): { ok: false; problem: Problem } {
  return { ok: false, problem: inputProblem('Malformed', field, sentence) }
}
type Problem = ReturnType<typeof inputProblem>

/** Parts of a page's address that a part of the list has nothing to do with. */
function foreignTo(view: TimelineView, ofBank: boolean): TimelineFault[] {
  const fields = (['event', 'account'] as const).filter(field => view[field] !== null)
  const foreign = ofBank ? fields : fields.filter(field => field === 'account')
  return foreign.map(field => ({ field, sentence: `“${field}” is no filter of this list.` }))
}

/** Takes out of the parameters what says which part of the list is asked for. */
function readPlace(parameters: URLSearchParams): TimelinePlace | TimelineFault {
  for (const field of ['cursor', 'limit', 'through']) {
    if (parameters.getAll(field).length > 1)
      return { field, sentence: `“${field}” is given twice.` }
  }
  const [cursor, limit, through] = ['cursor', 'limit', 'through'].map(name => parameters.get(name))
  for (const name of ['cursor', 'limit', 'through']) parameters.delete(name)
  const place = cursor === null || cursor === undefined ? null : readTimelineCursor(cursor)
  if (cursor !== null && place === null) {
    return { field: 'cursor', sentence: '“cursor” must be the nextCursor of the part before.' }
  }
  if (limit && !(/^[1-9]\d{0,3}$/.test(limit) && Number(limit) <= PAGE_LIMIT_MAX)) {
    const sentence = `“limit” must be a whole number from 1 to ${PAGE_LIMIT_MAX}.`
    return { field: 'limit', sentence }
  }
  const newest = through ? readVersionCursor(through) : null
  if (through && newest === null) {
    return { field: 'through', sentence: '“through” must be the number of an event.' }
  }
  return {
    cursor: place,
    limit: limit ? Number(limit) : PAGE_LIMIT_DEFAULT,
    ...(newest === null ? {} : { through: newest }),
  }
}
