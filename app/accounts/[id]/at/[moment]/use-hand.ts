'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { versionQuery } from '@/app/_queries/look-back'
import { pathAtVersion } from '@/app/_time/moment-path'
import type { CourseJson, PastJson } from '@/app/_wire/look-back'
import { pointAt } from './chart-scale'

/** How long the hand rests before the page follows it, in milliseconds. */
const REST_MS = 90

/** The hand of the time machine: the event that scrubber, chart and list have in common. */
export type Hand = {
  /** The event that the hand is on. */
  version: number
  select: (version: number) => void
  /** What is known of the moment: that of the address, or the last that was reached. */
  past: PastJson
  /** The balance where the hand is; null while it is on its way. */
  balance: string | null
  /** Why the moment could not be read. */
  error: Error | null
  retry: () => void
  /** Whether the hand has not been moved from the moment of the address. */
  isInitial: boolean
}

/**
 * Moves the hand at once and lets the page follow when it rests: the address becomes that of the
 * version, and the exact answer is asked for. Points of the course are exact already.
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
