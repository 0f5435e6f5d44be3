import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { TIMELINE_PART, type TimelineOf, timelinePartQuery } from '@/app/_queries/timeline'
import type { TimelineItem } from '@/app/_wire/types'

/** The visible lines of a list, and how to load more. */
export type Parts = {
  /** How many lines are known to be in the list. */
  count: number
  /** A loaded line; undefined while it is loading. */
  itemAt: (index: number) => TimelineItem | undefined
  isPending: boolean
  error: Error | null
  retry: () => void
  /** Whether there is more after the last line. */
  hasMore: boolean
  /** Whether the first line is the start of the list. */
  fromStart: boolean
  /** Set when a part of the list was searched without filling it: the time it reached. */
  searchedTo: string | null
  /** Whether the search goes on by itself; `stop` pauses it, `more` continues. */
  isSearching: boolean
  more: () => void
  stop: () => void
}

type Range = { first: number; last: number }

/** How long a page must stay in view before it is loaded, so that fast scrolling loads nothing. */
const REST_MS = 60

/**
 * The plain list of one account: versions have no gaps, so any line can be loaded at once, and the
 * length of the list is the account's version.
 */
export function usePlainParts(of: TimelineOf, newest: number, desc: boolean, range: Range): Parts {
  const first = Math.max(0, Math.floor(range.first / TIMELINE_PART))
  const last = Math.max(first, Math.floor(Math.min(range.last, newest - 1) / TIMELINE_PART))
  const cursorOf = (part: number) => {
    if (part === 0) return null
    return String(desc ? newest - part * TIMELINE_PART + 1 : part * TIMELINE_PART)
  }
  const numbers = Array.from({ length: last - first + 1 }, (_, n) => first + n)
  const enabled = useRest(`${first} ${last}`)
  const results = useQueries({
    queries: numbers.map(part => ({ ...timelinePartQuery(of, cursorOf(part)), enabled })),
  })
  const failed = results.find(result => result.isError)
  return {
    count: newest,
    itemAt: index => {
      const part = Math.floor(index / TIMELINE_PART)
      return results[part - first]?.data?.items[index - part * TIMELINE_PART]
    },
    isPending: results.every(result => result.isPending),
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    hasMore: false,
    fromStart: true,
    searchedTo: null,
    isSearching: false,
    more: () => {},
    stop: () => {},
  }
}

/** Whether the visible lines have stayed the same for a moment. */
function useRest(shown: string): boolean {
  const [rested, setRested] = useState(shown)
  useEffect(() => {
    const timer = setTimeout(() => setRested(shown), REST_MS)
    return () => clearTimeout(timer)
  }, [shown])
  return rested === shown
}

type Known = { cursor: string | null; start: number; count: number | null }

/**
 * Any other list: each page has the cursor of the next. Of a page out of view only the cursor and
 * the length are kept; its lines are dropped, and loaded again when needed.
 */
export function useFoundParts(
  of: TimelineOf,
  from: string | null,
  range: Range,
  enabled = true,
): Parts {
  const [known, setKnown] = useState<readonly Known[]>([{ cursor: from, start: 0, count: null }])
  const [isSearching, search] = useState(false)
  const tail = known.length - 1
  const shown = known.filter(
    ({ start, count }, n) =>
      n === tail || (start <= range.last && start + (count ?? TIMELINE_PART) > range.first),
  )
  const results = useQueries({
    queries: shown.map(({ cursor }) => ({ ...timelinePartQuery(of, cursor), enabled })),
  })
  const end = results.at(-1)
  const page = end?.data
  const more = useCallback(() => {
    if (!page?.nextCursor) return
    const { nextCursor, items } = page
    setKnown(parts => {
      const before = parts.at(-1)
      if (!before || parts.some(({ cursor }) => cursor === nextCursor)) return parts
      const ended = { ...before, count: items.length }
      const next = { cursor: nextCursor, start: before.start + items.length, count: null }
      return [...parts.slice(0, -1), ended, next]
    })
  }, [page])
  const count = (known[tail]?.start ?? 0) + (page?.items.length ?? 0)
  const found = page?.items.length ?? 0
  const stopped = page?.searchedTo ?? null
  // While the next part is on its way: how far the one before got.
  const [reached, setReached] = useState<string | null>(null)
  useEffect(() => {
    if (page) setReached(page.searchedTo)
  }, [page])

  // Nearby pages load by themselves; a search without matches pauses before it goes on for long.
  useEffect(() => {
    if (!page?.nextCursor) return
    const isNear = range.last >= count - TIMELINE_PART / 2
    // It stops by itself at the first match; until then it says how far it got, and can be stopped.
    if (stopped !== null && found > 0) search(false)
    const goesOn = stopped === null || (found === 0 && isSearching)
    if (isNear && goesOn) more()
  }, [page, range.last, count, stopped, found, isSearching, more])

  const itemAt = useMemo(() => {
    const byPart = shown.map((part, n) => ({ ...part, items: results[n]?.data?.items ?? [] }))
    return (index: number) => {
      const part = byPart.findLast(({ start }) => start <= index)
      return part?.items[index - part.start]
    }
  }, [shown, results])
  const failed = results.find(result => result.isError)
  return {
    count,
    itemAt,
    isPending: end?.isPending ?? true,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    hasMore: page === undefined || page.nextCursor !== null,
    fromStart: from === null,
    searchedTo: end?.isPending ? reached : stopped,
    isSearching,
    more: () => {
      search(true)
      more()
    },
    stop: () => search(false),
  }
}
