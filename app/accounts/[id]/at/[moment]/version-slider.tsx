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
    <label className="flex items-center gap-2 text-12 text-amber-ink max-sm:w-full">
      <span className="w-24 whitespace-nowrap sm:text-right">{`Event ${hand} of ${newest}`}</span>
      <input
        type="range"
        aria-label="Event to look at"
        min={1}
        max={newest}
        value={hand}
        onChange={event => follow(event.currentTarget.valueAsNumber)}
        className="target w-full accent-amber-ink sm:w-48"
      />
    </label>
  )
}
