'use client'

import { type PointerEvent, useEffect, useRef } from 'react'
import { Transport } from '@/app/_past/transport'
import type { CourseJson } from '@/app/_wire/look-back'
import { accountStream } from '@/app/_wire/stream-path'
import { BalanceChart } from './balance-chart'
import type { Hand } from './use-hand'
import { type Span, Zoom } from './zoom'

type ScrubberProps = {
  hand: Hand
  course: CourseJson
  /** The label of the mark in the chart. */
  label: string
  zone: string
  span: Span
  onSpan: (span: Span) => void
}

/** The chart, the slider under it and its buttons: all select the same version. */
export function Scrubber({ hand, course, label, zone, span, onSpan }: ScrubberProps) {
  const { version, select } = hand
  const { from, to, newest } = course
  // A selection outside the visible range moves the range along.
  useEffect(() => {
    if (version >= span.from && version <= span.to) return
    const size = span.to - span.from
    const start = Math.min(Math.max(1, version - Math.floor(size / 2)), Math.max(1, newest - size))
    onSpan({ from: start, to: Math.min(newest, start + size) })
  }, [version, span, newest, onSpan])
  const balance = hand.balance ?? hand.past.account.balance
  return (
    <section aria-label="Event history" className="mt-10">
      <BalanceChart
        course={course}
        marks={[{ version, label, balance }]}
        zone={zone}
        plotProps={usePointer(course, select)}
        rail={
          <input
            type="range"
            data-chrome
            aria-label="Event to show"
            aria-valuetext={`After event ${version} of ${newest}`}
            min={from}
            max={to}
            value={version}
            onChange={event => select(event.currentTarget.valueAsNumber)}
            className="scrubber block w-full min-w-0"
          />
        }
      />
      <div data-chrome className="mt-4 flex flex-wrap items-center gap-2">
        <Transport
          of={accountStream(hand.past.account.id)}
          version={version}
          newest={newest}
          select={select}
          next={course.points.find(point => point.version > version)?.version ?? null}
          first={from}
        />
        <Zoom version={version} newest={newest} span={span} onSpan={onSpan} />
      </div>
    </section>
  )
}

/**
 * A click or drag in the chart selects the event under the pointer; the slider does the same for
 * keyboards and screen readers.
 */
function usePointer({ from, to }: CourseJson, select: (version: number) => void) {
  const isDown = useRef(false)
  function follow(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const place = (event.clientX - left) / Math.max(1, width)
    select(Math.round(from + Math.min(Math.max(place, 0), 1) * (to - from)))
  }
  return {
    className: 'cursor-crosshair touch-pan-y',
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
