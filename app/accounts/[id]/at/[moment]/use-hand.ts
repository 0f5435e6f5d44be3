'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { versionQuery } from '@/app/_queries/look-back'
import { type Kept, pathOfView } from '@/app/_time/moment-path'
import type { PastJson, PointJson } from '@/app/_wire/look-back'
import { pointAt } from './chart-scale'

/** How long the selection must rest before the page follows it, in milliseconds. */
const REST_MS = 90

/** The time machine's selection, shared by scrubber, chart and list. */
export type Hand = {
  /** The selected version. */
  version: number
  select: (version: number) => void
  /** The last loaded moment, at first that of the address. */
  past: PastJson
  /** Whether `past` is the selection; otherwise it is loading. */
  isThere: boolean
  /** Why the moment could not be loaded. */
  error: Error | null
  retry: () => void
  /** Whether the selection is still the moment of the address. */
  isInitial: boolean
}

/**
 * Moves the selection at once; when it rests, the address becomes that of the version and the exact
 * state is fetched.
 */
export function useHand(initial: PastJson, newest: number, { zone, axis }: Kept): Hand {
  const { id, version: start } = initial.account
  const [hand, setHand] = useState<number | null>(null)
  const [asked, setAsked] = useState<number | null>(null)
  useEffect(() => {
    if (hand === asked || hand === null) return
    const timer = setTimeout(() => {
      setAsked(hand)
      const place = { segment: `v${hand}`, zone, axis }
      window.history.replaceState(null, '', pathOfView(id, place, ''))
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [hand, asked, id, zone, axis])

  const { data, error, refetch } = useQuery({
    ...versionQuery(id, asked ?? start),
    enabled: asked !== null,
  })
  const past = asked === null ? initial : (data ?? initial)
  const version = hand ?? start
  return {
    version,
    select: to => setHand(Math.min(Math.max(to, 1), newest)),
    past,
    isThere: hand === null || (asked === hand && past.account.version === hand),
    error: asked === null ? null : error,
    retry: () => void refetch(),
    isInitial: hand === null,
  }
}

/** The balance at the selection, loaded or a point of the course; null while it is loading. */
export function balanceAt({ version, past, isThere }: Hand, points: readonly PointJson[]) {
  if (isThere) return past.account.balance
  const point = pointAt(points, version)
  return point?.version === version ? point.balance : null
}
