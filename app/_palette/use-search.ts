import { useCallback, useEffect, useState } from 'react'
import { fetchJson } from '@/app/_queries/fetch-json'
import type { SearchJson } from '@/app/_wire/search'

/** The pause in typing after which the server is asked, in milliseconds. */
const PAUSE_MS = 100

/** The last answer, and the text that it answers. */
export type Found = {
  readonly q: string | null
  readonly groups: SearchJson['groups']
  readonly error: Error | null
}

const NOTHING: Found = { q: null, groups: [], error: null }

/**
 * Searches a text while `isOn`. The answer before stays until the next one has come; a request for
 * a text that was changed is aborted.
 * @param q the text without spaces around it
 * @param account the account that the reader is on
 */
export function useSearch(q: string, isOn: boolean, account: string | null, zone: string) {
  const [found, setFound] = useState(NOTHING)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a retry asks the same again
  useEffect(() => {
    if (!isOn) return
    const controller = new AbortController()
    const { signal } = controller
    const query = new URLSearchParams({ q, zone, ...(account !== null && { account }) })
    const timer = setTimeout(() => {
      fetchJson<SearchJson>(`/api/search?${query}`, signal).then(
        ({ groups }) => setFound({ q, groups, error: null }),
        (error: unknown) => {
          if (signal.aborted) return
          setFound({ q, groups: [], error: error instanceof Error ? error : new Error('Failed') })
        },
      )
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [q, isOn, account, zone, attempt])
  const retry = useCallback(() => setAttempt(count => count + 1), [])
  return { found, isCurrent: found.q === q, retry }
}
