'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition } from 'react'
import { pathAtVersion } from '../moment-path'

type VersionSliderProps = { id: string; version: number; newest: number }

/** How long the hand rests before the page follows it, in milliseconds. */
const REST_MS = 120

/** The hand of the time machine: drags the page from event to event. */
export function VersionSlider({ id, version, newest }: VersionSliderProps) {
  const router = useRouter()
  const [hand, setHand] = useState(version)
  const [, startTransition] = useTransition()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setHand(version), [version])
  useEffect(() => () => clearTimeout(timer.current), [])

  function follow(to: number) {
    setHand(to)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      startTransition(() => router.replace(pathAtVersion(id, to), { scroll: false }))
    }, REST_MS)
  }
  return (
    <label className="flex min-w-0 flex-1 items-center gap-3 text-12 text-amber-ink">
      <input
        type="range"
        aria-label="Event to look at"
        aria-valuetext={`After event ${hand} of ${newest}`}
        min={1}
        max={newest}
        value={hand}
        onChange={event => follow(event.currentTarget.valueAsNumber)}
        className="scrubber w-full min-w-0"
      />
      <span className="whitespace-nowrap">{`${hand} of ${newest}`}</span>
    </label>
  )
}
