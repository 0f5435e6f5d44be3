import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_queries/fetch-json'
import type { FoldStepJson } from '@/app/_wire/look-back'

/** Steps of a fold; `people`: the customers in their states by user id, for staff. */
export type FoldJson = {
  newest: number
  items: FoldStepJson[]
  people: Record<string, string>
}

const STEPS_PER_PAGE = 50

/** The page of the fold that contains a version. */
export function foldPage(version: number): { from: number; to: number } {
  const from = Math.floor((version - 1) / STEPS_PER_PAGE) * STEPS_PER_PAGE + 1
  return { from, to: from + STEPS_PER_PAGE - 1 }
}

/** The fold steps of the page that contains a version; a full page is immutable. */
export function foldQuery(id: string, version: number) {
  const { from, to } = foldPage(version)
  return queryOptions({
    queryKey: ['past', id, 'fold', from],
    queryFn: ({ signal }) =>
      fetchJson<FoldJson>(`/api/streams/${id}/fold?from=${from}&to=${to}`, signal),
    staleTime: ({ state }) =>
      state.data?.items.length === STEPS_PER_PAGE ? Number.POSITIVE_INFINITY : 0,
    placeholderData: keepPreviousData,
  })
}
