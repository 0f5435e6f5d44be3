import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_queries/fetch-json'
import { timelineApi } from '@/app/_queries/timeline'
import { toldOf } from '@/app/_wire/told-event'
import type { EventJson, Page } from '@/app/_wire/types'
import type { RecordedOnce } from '@/domain/bank-account/what-if/what-if'

/** An event as the page shows it, and as the account folds it. */
export type Known = { readonly json: EventJson; readonly told: RecordedOnce }

/** The most events of one answer. */
const PART = 200

function partQuery(id: string, after: number, newest: number) {
  return queryOptions({
    queryKey: ['what-if', id, newest, 'part', after],
    queryFn: async ({ signal }): Promise<Known[]> => {
      const query = new URLSearchParams({ order: 'asc', limit: `${PART}`, through: `${newest}` })
      if (after > 0) query.set('cursor', String(after))
      const { items } = await fetchJson<Page<EventJson>>(`${timelineApi(id)}?${query}`, signal)
      return items.map(json => ({ json, told: toldOf(json) }))
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
}

/** How many events have arrived. */
export function arrivedKey(id: string, newest: number) {
  return ['what-if', id, newest, 'arrived']
}

/** Every event of an account up to its newest, fetched part by part; a part that arrived is kept. */
export function eventsQuery(id: string, newest: number) {
  return queryOptions({
    queryKey: ['what-if', id, newest, 'events'],
    queryFn: async ({ client }): Promise<readonly Known[]> => {
      const events: Known[] = []
      while (events.length < newest) {
        const part = await client.fetchQuery(partQuery(id, events.length, newest))
        if (part.length === 0) throw new Error('The account’s events ended too early. Try again.')
        events.push(...part)
        client.setQueryData(arrivedKey(id, newest), events.length)
      }
      return events
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
}
