import { queryOptions } from '@tanstack/react-query'
import type { AttemptDetailJson } from '@/app/_wire/attempt-detail'
import type { EventDetailJson } from '@/app/_wire/event-detail'
import type { AccountJson, Page, TimelinePage } from '@/app/_wire/types'
import { fetchJson } from './fetch-json'

/** The page size of a timeline. */
export const TIMELINE_PART = 50

/** How long a page that is out of view stays in memory, in milliseconds. */
const KEEP_MS = 20_000

const DETAIL_FRESH_MS = 5_000

/** The shortest text that accounts are searched by. */
const SOUGHT_MIN = 2

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

/** One event and its effect. A later event may reverse it. */
export function eventDetailQuery(streamId: string, version: number) {
  return queryOptions({
    queryKey: ['timeline', streamId, 'event', version],
    queryFn: ({ signal }) =>
      fetchJson<EventDetailJson>(`${timelineApi(streamId)}/${version}`, signal),
    staleTime: DETAIL_FRESH_MS,
    gcTime: KEEP_MS,
  })
}

/** One refused command; what it says never changes. */
export function attemptDetailQuery(streamId: string, commandId: string) {
  return queryOptions({
    queryKey: ['timeline', streamId, 'attempt', commandId],
    queryFn: ({ signal }) =>
      fetchJson<AttemptDetailJson>(`/api/streams/${streamId}/refusals/${commandId}`, signal),
    staleTime: DETAIL_FRESH_MS,
    gcTime: KEEP_MS,
  })
}

/** The API address of a timeline: of any stream, accounts too, or (null) of the whole bank. */
export function timelineApi(streamId: string | null): string {
  return streamId === null ? '/api/events' : `/api/streams/${streamId}/events`
}

/** Accounts whose owner, number or reference matches what was typed. */
export function accountChoicesQuery(q: string) {
  return queryOptions({
    queryKey: ['timeline', 'accounts', q],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ q, limit: '10' })
      return fetchJson<Page<AccountJson>>(`/api/accounts?${query}`, signal)
    },
    enabled: q.length >= SOUGHT_MIN,
    staleTime: DETAIL_FRESH_MS,
  })
}

/** The version of a stream; live messages may raise it while a request is on its way. */
export function newestQuery(streamId: string) {
  const queryKey = ['timeline', streamId, 'newest']
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      const path = `${timelineApi(streamId)}?order=desc&limit=1`
      const [item] = (await fetchJson<TimelinePage>(path, signal)).items
      const version = item && 'version' in item ? item.version : 0
      return Math.max(version, client.getQueryData<number>(queryKey) ?? 0)
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
