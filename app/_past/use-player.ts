'use client'

import { useEffect, useEffectEvent, useState } from 'react'

type Course = {
  select: (version: number) => void
  /** The next version to play; null at the end. */
  next: number | null
  /** The version at which playing restarts. */
  first: number
}

/** Plays the events at a steady pace, whatever the time between them. */
export function usePlayer({ select, next, first }: Course) {
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(2)
  const tick = useEffectEvent(() => {
    if (next === null) setPlaying(false)
    else select(next)
  })
  useEffect(() => {
    if (!isPlaying) return
    const timer = setInterval(tick, 1000 / speed)
    return () => clearInterval(timer)
  }, [isPlaying, speed])
  function toggle() {
    if (!isPlaying && next === null) select(first)
    setPlaying(!isPlaying)
  }
  return { isPlaying: isPlaying && next !== null, toggle, speed, setSpeed }
}
