'use client'

import { type PointerEvent, useRef } from 'react'
import { percent } from './balance-chart'
import type { Scale } from './chart-scale'

type RailProps = {
  scale: Scale
  version: number
  /** The visible versions, and the account's newest. */
  range: { from: number; to: number; newest: number }
  select: (version: number) => void
}

/**
 * The slider under the chart. Its value is a version, for keyboards and screen readers; its hand
 * stands where the chart has that version, and follows the pointer by the same scale.
 */
export function Rail({ scale, version, range: { from, to, newest }, select }: RailProps) {
  const input = useRef<HTMLInputElement>(null)
  const pointer = usePointer(scale, select)
  function press(event: PointerEvent<HTMLElement>) {
    event.preventDefault()
    input.current?.focus({ preventScroll: true })
    pointer.onPointerDown(event)
  }
  return (
    <div {...pointer} onPointerDown={press} className="relative mx-2 cursor-pointer touch-pan-y">
      <input
        ref={input}
        type="range"
        data-chrome
        aria-label="Event to show"
        aria-valuetext={`After event ${version} of ${newest}`}
        min={from}
        max={to}
        value={version}
        onChange={event => select(event.currentTarget.valueAsNumber)}
        className="scrubber pointer-events-none -mx-2 block w-[calc(100%+1rem)] min-w-0 [&::-moz-range-thumb]:opacity-0 [&::-webkit-slider-thumb]:opacity-0"
      />
      <span
        aria-hidden
        data-hand
        style={{ left: percent(Math.min(Math.max(scale.x(version), 0), 1)) }}
        className="pointer-events-none absolute top-1/2 size-4 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-paper bg-amber-ink"
      />
    </div>
  )
}

/** A click or drag selects the version nearest to the pointer. */
export function usePointer({ versionAt }: Scale, select: (version: number) => void) {
  const isDown = useRef(false)
  function follow(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const place = (event.clientX - left) / Math.max(1, width)
    select(versionAt(Math.min(Math.max(place, 0), 1)))
  }
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return
      isDown.current = true
      event.currentTarget.setPointerCapture(event.pointerId)
      follow(event)
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (isDown.current) follow(event)
    },
    onPointerUp() {
      isDown.current = false
    },
    onPointerCancel() {
      isDown.current = false
    },
  }
}
