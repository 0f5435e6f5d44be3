import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AccountJson, EventJson, Page } from '@/app/_wire/types'
import { fetchJson } from './fetch-json'

/** Accounts and events per page. */
export const ACCOUNTS_PER_PAGE = 50
export const EVENTS_PER_PAGE = 25

const firstPage: string | null = null

/** The accounts that match `q` (owner, number or reference), in pages. */
export function accountListQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ['accounts', 'list', q],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Page<AccountJson>>(
        `/api/accounts?${parameters({ q, cursor: pageParam, limit: ACCOUNTS_PER_PAGE })}`,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: page => page.nextCursor,
  })
}

export function accountQuery(id: string) {
  return queryOptions({
    queryKey: ['accounts', 'one', id],
    queryFn: ({ signal }) => fetchJson<AccountJson>(`/api/accounts/${id}`, signal),
  })
}

/** The events of one account, newest first, in pages. */
export function eventsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['accounts', 'one', id, 'events'],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Page<EventJson>>(
        `/api/accounts/${id}/events?${parameters({
          order: 'desc',
          cursor: pageParam,
          limit: EVENTS_PER_PAGE,
        })}`,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: page => page.nextCursor,
  })
}

function parameters(values: Record<string, string | number | null>): URLSearchParams {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== '') search.set(name, String(value))
  }
  return search
}
