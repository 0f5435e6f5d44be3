import { useState } from 'react'
import type { TimelineOf } from '@/app/_queries/timeline'
import { type Parts, useFoundParts } from './use-parts'

/** The lines above a list that was opened at a moment. */
export type Head = {
  /** How many of its lines are in the list already. */
  shown: number
  /** Whether further lines are loaded. */
  isReady: boolean
  /** Inserts them above the others. */
  show: () => void
  parts: Parts
}

type Range = { first: number; last: number }
type Ways = { start: string | null; back: string | null; drawn: Range }

/**
 * A list that isn't plain, and, when it was opened at a moment, what lies on the other side of it:
 * the lines of `back`, nearest first, inserted above the others on request.
 */
export function useBothWays(
  of: TimelineOf,
  { start, back, drawn }: Ways,
): { parts: Parts; head: Head | null } {
  const [shown, setShown] = useState(0)
  const parts = useFoundParts(of, start, {
    first: drawn.first - shown,
    last: drawn.last - shown,
  })
  const above = useFoundParts(
    { ...of, search: back ?? of.search },
    null,
    { first: shown - 1 - drawn.last, last: shown - 1 - drawn.first },
    back !== null,
  )
  if (back === null) return { parts, head: null }
  return {
    parts: {
      ...parts,
      count: shown + parts.count,
      fromStart: !above.hasMore && above.count === shown,
      itemAt: index =>
        index < shown ? above.itemAt(shown - 1 - index) : parts.itemAt(index - shown),
    },
    head: {
      shown,
      isReady: above.count > shown,
      show: () => setShown(above.count),
      parts: above,
    },
  }
}
