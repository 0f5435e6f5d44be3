'use client'

import { useMemo } from 'react'
import { wallTime } from '@/app/_time/instant'
import { amountText } from '@/app/_ui/amount'
import type { WhatIfStep } from '@/domain/bank-account/what-if/what-if'
import { formatAmount } from '@/domain/money/money'
import { AmountAxis, GridLines, percent } from '../at/[moment]/balance-chart'
import { type Axis, dateScale, eventScale, type Scale, stepPath } from '../at/[moment]/chart-scale'
import { Rail, usePointer } from '../at/[moment]/rail'
import type { Known } from './events-query'
import { sampled } from './sampled'
import type { Result } from './use-what-if'

type TwoLinesProps = {
  result: Result
  known: readonly Known[]
  zone: string
  currency: string
  at: number
  select: (version: number) => void
  axis: Axis
}

/** Both balances as step lines, spaced by time or by event, with a slider that chooses an event. */
export function TwoLines({ result: { steps }, known, axis, at, select, ...shown }: TwoLinesProps) {
  const { zone, currency } = shown
  const newest = steps.length
  // Moving to another event draws no line anew.
  const { scale, recorded, whatIf } = useMemo(
    () => linesOf(steps, known, axis),
    [steps, known, axis],
  )
  const pointer = usePointer(scale, select)
  const chosen = steps[at - 1]
  return (
    <figure className="mt-3 grid select-none grid-cols-[auto_minmax(0,1fr)] gap-x-1 pt-5">
      <AmountAxis scale={scale} currency={currency} />
      <div {...pointer} className="relative mx-2 h-44 cursor-pointer touch-pan-y sm:h-56">
        <GridLines scale={scale} />
        <svg
          role="img"
          aria-label={summaryOf(steps, currency)}
          viewBox="0 0 1000 1000"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
          fill="none"
        >
          <path
            d={recorded}
            vectorEffect="non-scaling-stroke"
            className="stroke-[1.5] stroke-ink"
          />
          <path
            d={whatIf}
            vectorEffect="non-scaling-stroke"
            strokeDasharray="6 3"
            className="stroke-2 stroke-accent"
          />
        </svg>
        {chosen && <Chosen step={chosen} scale={scale} />}
      </div>
      <div className="col-start-2 mt-1">
        <Rail scale={scale} version={at} range={{ from: 1, to: newest, newest }} select={select} />
      </div>
      <Caption axis={scale.axis} known={known} zone={zone} currency={currency} />
    </figure>
  )
}

/** The scale of both balances, and their lines on it. */
function linesOf(steps: readonly WhatIfStep[], known: readonly Known[], axis: Axis) {
  const points = sampled(steps)
  const amounts = points.flatMap(({ recorded, whatIf }) => [recorded, whatIf])
  const scale =
    axis === 'time'
      ? dateScale(datesOf(points, known), amounts)
      : eventScale({ from: 1, to: steps.length }, amounts)
  const places = points.map(({ version }) => scale.x(version))
  const lineOf = (name: 'recorded' | 'whatIf') =>
    stepPath(
      points.map((point, at) => ({ x: places[at] ?? 0, minor: point[name] })),
      scale.y,
    )
  return { scale, recorded: lineOf('recorded'), whatIf: lineOf('whatIf') }
}

/** The latest date that the log had reached with each, in milliseconds. */
function datesOf(points: readonly WhatIfStep[], known: readonly Known[]) {
  let [read, latest] = [0, 0]
  return points.map(({ version }) => {
    for (; read < version; read++) {
      latest = Math.max(latest, known[read]?.told.occurredAt.getTime() ?? 0)
    }
    return { version, time: latest }
  })
}

/** The chosen event: a vertical line, and a dot on each balance. */
function Chosen({ step, scale }: { step: WhatIfStep; scale: Scale }) {
  return (
    <div
      aria-hidden
      style={{ left: percent(scale.x(step.version)) }}
      className="pointer-events-none absolute inset-y-0 w-0"
    >
      <span className="absolute inset-y-0 left-0 border-rule-strong border-l" />
      {[
        { minor: step.recorded, look: 'bg-ink' },
        { minor: step.whatIf, look: 'bg-accent' },
      ].map(({ minor, look }) => (
        <span
          key={look}
          style={{ bottom: percent(scale.y(minor)) }}
          className={`absolute -left-1 size-[9px] translate-y-1/2 rounded-full border-2 border-paper ${look}`}
        />
      ))}
    </div>
  )
}

type CaptionProps = Pick<TwoLinesProps, 'axis' | 'known' | 'zone' | 'currency'>

function Caption({ axis, known, zone, currency }: CaptionProps) {
  // By time the chart ends with the latest date, which a late entry is before.
  const latest = known.reduce<Known | undefined>(
    (one, other) => (one && one.told.occurredAt > other.told.occurredAt ? one : other),
    undefined,
  )
  const [first, last] = [known[0], axis === 'time' ? latest : known.at(-1)].map(one => {
    return one ? (one.json.occurredOn ?? wallTime(one.json.occurredAt, zone).date) : ''
  })
  return (
    <figcaption className="col-start-2 mx-2 mt-1 text-12 text-faint">
      <p aria-hidden className="flex justify-between">
        <span>{first}</span>
        <span>{last}</span>
      </p>
      <p className="mt-1 flex flex-wrap gap-x-4 text-soft">
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="w-5 border-ink border-t-2" />
          As recorded
        </span>
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="w-5 border-accent border-t-2 border-dashed" />
          What if
        </span>
      </p>
      <p className="mt-1">
        {`Balance in ${currency} after each event, in the order recorded; spaced ${axis === 'time' ? 'by effective date' : 'by event, not by time'}. The list of events has every figure.`}
      </p>
    </figcaption>
  )
}

function summaryOf(steps: readonly WhatIfStep[], currency: string): string {
  const last = steps.at(-1)
  if (!last) return 'No balance yet'
  const text = (minor: bigint) => amountText(formatAmount(minor, currency), currency)
  return `Two balances over ${steps.length} events. At the end, as recorded: ${text(last.recorded)}; what if: ${text(last.whatIf)}`
}
