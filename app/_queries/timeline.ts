import { queryOptions } from '@tanstack/react-query'
import type { EventDetailJson, TimelinePage } from '@/app/_wire/types'
import { fetchJson } from './fetch-json'

/** The page size of a timeline. */
export const TIMELINE_PART = 50

/** How long a page that is out of view stays in memory, in milliseconds. */
const KEEP_MS = 20_000

/** A timeline: its stream, and the part of its address that defines the list (`listQuery`). */
export type TimelineOf = {
  streamId: string | null
  search: string
  /** When the list was opened: in the whole bank's, a later list may start with other events. */
  opened: string
}

/** A page of a timeline from a cursor on; immutable, as the log is append-only. */
export function timelinePartQuery({ streamId, search, opened }: TimelineOf, cursor: string | null) {
  return queryOptions({
    queryKey: ['timeline', streamId ?? 'bank', search, opened, cursor ?? ''],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams(search)
      query.set('limit', String(TIMELINE_PART))
      if (cursor !== null) query.set('cursor', cursor)
      return fetchJson<TimelinePage>(`${timelineApi(streamId)}?${query}`, signal)
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MS,
  })
}

/** One event and its effect; immutable except for the number of the newest event. */
export function eventDetailQuery(streamId: string, version: number) {
  return queryOptions({
    queryKey: ['timeline', streamId, 'event', version],
    queryFn: ({ signal }) =>
      fetchJson<EventDetailJson>(`${timelineApi(streamId)}/${version}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MS,
  })
}

/** The API address of a timeline: of any stream, accounts too, or (null) of the whole bank. */
export function timelineApi(streamId: string | null): string {
  return streamId === null ? '/api/events' : `/api/streams/${streamId}/events`
}

export function newestQuery(streamId: string) {
  return queryOptions({
    queryKey: ['timeline', streamId, 'newest'],
    queryFn: async ({ signal }) => {
      const path = `${timelineApi(streamId)}?order=desc&limit=1`
      const [item] = (await fetchJson<TimelinePage>(path, signal)).items
      return item && 'version' in item ? item.version : 0
    },
  })
}

/** The bank's latest events. */
export function bankNewsQuery() {
  return queryOptions({
    queryKey: ['timeline', 'bank', 'news'],
    queryFn: ({ signal }) =>
      fetchJson<TimelinePage>(
        `/api/events?clock=recorded&order=desc&limit=${TIMELINE_PART}`,
        signal,
      ),
  })
}
