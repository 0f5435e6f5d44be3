import { queryOptions } from '@tanstack/react-query'
import type { EventDetailJson, TimelinePage } from '@/app/_wire/types'
import { fetchJson } from './fetch-json'

/** How many lines of a timeline are asked for at a time. */
export const TIMELINE_PART = 50

/** How long a part that is out of sight stays in memory, in milliseconds. */
const KEEP_MS = 20_000

/** Whose timeline, and the part of its address that says what is in it (`listQuery`). */
export type TimelineOf = {
  streamId: string | null
  search: string
  /** When the list was opened: in the whole bank's, a later list may begin with other events. */
  opened: string
}

/** A part of a timeline from a place on; it never changes, for the book is never rewritten. */
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

/** One event with what it did; it never changes either, but for the number of the newest. */
export function eventDetailQuery(streamId: string, version: number) {
  return queryOptions({
    queryKey: ['timeline', streamId, 'event', version],
    queryFn: ({ signal }) =>
      fetchJson<EventDetailJson>(`${timelineApi(streamId)}/${version}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MS,
  })
}

/** The address of a timeline in the API: of any stream, accounts too, or (null) of the whole bank. */
export function timelineApi(streamId: string | null): string {
  return streamId === null ? '/api/events' : `/api/streams/${streamId}/events`
}

/** The number of a stream's newest event. */
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

/** The events that the bank has recorded last. */
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
