'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { versionQuery } from '@/app/_queries/look-back'
import { pathAtVersion } from '@/app/_time/moment-path'
import type { CourseJson, PastJson } from '@/app/_wire/look-back'
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
  /** The balance at the selection; null while it is loading. */
  balance: string | null
  /** Why the moment could not be loaded. */
  error: Error | null
  retry: () => void
  /** Whether the selection is still the moment of the address. */
  isInitial: boolean
}

/**
 * Moves the selection at once; when it rests, the address becomes that of the version and the exact
 * state is fetched. Points of the course are exact already.
 */
export function useHand(initial: PastJson, course: CourseJson): Hand {
  const { id, version: start } = initial.account
  const [hand, setHand] = useState<number | null>(null)
  const [asked, setAsked] = useState<number | null>(null)
  useEffect(() => {
    if (hand === asked || hand === null) return
    const timer = setTimeout(() => {
      setAsked(hand)
      window.history.replaceState(null, '', pathAtVersion(id, hand))
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [hand, asked, id])

  const { data, error, refetch } = useQuery({
    ...versionQuery(id, asked ?? start),
    enabled: asked !== null,
  })
  const past = asked === null ? initial : (data ?? initial)
  const version = hand ?? start
  const isThere = hand === null || past.account.version === hand
  const point = pointAt(course.points, version)
  const drawn = point?.version === version ? point.balance : null
  return {
    version,
    select: to => setHand(Math.min(Math.max(to, 1), course.newest)),
    past,
    balance: isThere && (hand === null || asked === hand) ? past.account.balance : drawn,
    error: asked === null ? null : error,
    retry: () => void refetch(),
    isInitial: hand === null,
  }
}
