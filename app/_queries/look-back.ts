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

/** The balance course between two existing versions; immutable. */
export function courseQuery(id: string, from: number, to: number) {
  return queryOptions({
    queryKey: ['past', id, 'course', from, to],
    queryFn: ({ signal }) =>
      fetchJson<CourseJson>(`/api/accounts/${id}/course?from=${from}&to=${to}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
}

/** Whether an answer is final: its page of events is full. */
function isWhole(data: PastJson | undefined): boolean {
  const following = data?.around.filter(({ version }) => version > data.account.version)
  return following?.length === 2
}
