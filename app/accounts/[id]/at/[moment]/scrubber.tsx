'use client'

import { type ReactNode, useEffect } from 'react'
import { Transport } from '@/app/_past/transport'
import type { Kept } from '@/app/_time/moment-path'
import type { CourseJson } from '@/app/_wire/look-back'
import { accountStream } from '@/domain/bank-account/account-stream'
import { BalanceChart, type Mark } from './balance-chart'
import { type Axis, scaleOf } from './chart-scale'
import { Rail, usePointer } from './rail'
import type { Hand } from './use-hand'
import { type Span, Zoom } from './zoom'

type ScrubberProps = {
  hand: Hand
  course: CourseJson
  axis: Axis
  /** The shown moment in the chart. */
  mark: Mark
  zone: string
  knownAt: string | null
  span: Span
  onSpan: (span: Span) => void
  keep: Kept
  /** The switch of the axis. */
  children: ReactNode
}

/** The chart, the slider under it and its buttons: all select the same version. */
export function Scrubber({ hand, course, axis, mark, span, onSpan, ...props }: ScrubberProps) {
  const { zone, knownAt, keep, children } = props
  const { version, select } = hand
  const { from, newest } = course
  // A selection outside the visible range moves the range along.
  useEffect(() => {
    if (version >= span.from && version <= span.to) return
    const size = span.to - span.from
    const start = Math.min(Math.max(1, version - Math.floor(size / 2)), Math.max(1, newest - size))
    onSpan({ from: start, to: Math.min(newest, start + size) })
  }, [version, span, newest, onSpan])
  const scale = scaleOf(course, axis)
  const plot = { className: 'cursor-crosshair touch-pan-y', ...usePointer(scale, select) }
  return (
    <section aria-label="Event history" className="mt-10">
      <BalanceChart
        course={course}
        scale={scale}
        marks={[mark]}
        zone={zone}
        knownAt={knownAt}
        upTo={mark.at === undefined ? version : null}
        plotProps={plot}
        rail={<Rail scale={scale} version={version} range={course} select={select} />}
      />
      <div data-chrome className="mt-4 flex flex-wrap items-center gap-2">
        <Transport
          of={accountStream(hand.past.account.id)}
          version={version}
          newest={newest}
          select={select}
          next={course.points.find(point => point.version > version)?.version ?? null}
          first={from}
          keep={keep}
        />
        <div className="flex flex-wrap items-center gap-2 sm:ml-auto">
          {children}
          <Zoom version={version} newest={newest} span={span} onSpan={onSpan} />
        </div>
      </div>
    </section>
  )
}
