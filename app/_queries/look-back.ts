import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CourseJson, PastJson } from '@/app/_wire/look-back'
import { fetchJson } from './fetch-json'

/**
 * An account as one of its events left it. Immutable, so it is cached for the session; only the
 * newest is fetched again, since a next event may follow.
 */
export function versionQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['past', id, version],
    queryFn: ({ signal }) =>
      fetchJson<PastJson>(`/api/accounts/${id}/moment?version=${version}`, signal),
    staleTime: query => (isWhole(query.state.data) ? Number.POSITIVE_INFINITY : 0),
    placeholderData: keepPreviousData,
  })
}

/** Two existing versions, and the newest; when the course by date was known, absent: now. */
export type AskedCourse = { from: number; to: number; newest: number; knownAt?: string | undefined }

/** The balance course between two versions; it stays the same until the account's next event. */
export function courseQuery(id: string, { from, to, newest, knownAt }: AskedCourse) {
  const known = knownAt === undefined ? '' : `&knownAt=${encodeURIComponent(knownAt)}`
  return queryOptions({
    queryKey: ['past', id, 'course', from, to, newest, knownAt],
    queryFn: ({ signal }) =>
      fetchJson<CourseJson>(`/api/accounts/${id}/course?from=${from}&to=${to}${known}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
}

/** Whether an answer is final: its page of events is full. */
function isWhole(data: PastJson | undefined): boolean {
  const following = data?.around.filter(({ version }) => version > data.account.version)
  return following?.length === 2
}
