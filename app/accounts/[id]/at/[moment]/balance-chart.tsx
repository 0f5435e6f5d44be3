import type { HTMLAttributes, ReactNode } from 'react'
import { amountText } from '@/app/_ui/amount'
import type { CourseJson } from '@/app/_wire/look-back'
import { minorOf } from '@/domain/money/decimals'
import { formatAmount, groupAmount } from '@/domain/money/money'
import { ChartAxis } from './chart-axis'
import {
  type Axis,
  cornersOf,
  idleWords,
  type LateMark,
  lateMarks,
  longestIdles,
  type Scale,
  stepPath,
} from './chart-scale'

/** A marked moment in a chart: a version, or an instant. */
export type Mark = { version: number; at?: string | undefined; label: string; balance: string }

type BalanceChartProps = {
  course: CourseJson
  scale: Scale
  marks: readonly Mark[]
  zone: string
  /** When the course by date was known; null: now. */
  knownAt: string | null
  /** A shown version, which doesn't count what was recorded after it, though the line does. */
  upTo?: number | null
  /** A slider directly under the chart, of the same width. */
  rail?: ReactNode
  /** Pointer handlers of the plot. */
  plotProps?: HTMLAttributes<HTMLDivElement>
}

/** The balance as a step line, by effective date or by event; late entries are marked. */
export function BalanceChart({
  course,
  scale,
  marks,
  rail,
  plotProps,
  ...axis
}: BalanceChartProps) {
  const { from, to, currency } = course
  const corners = cornersOf(course, scale)
  const late = lateMarks(course, scale)
  return (
    <figure className="grid select-none grid-cols-[auto_minmax(0,1fr)] gap-x-1">
      <AmountAxis scale={scale} currency={currency} />
      <div {...plotProps} className={`relative mx-2 h-44 sm:h-56 ${plotProps?.className ?? ''}`}>
        <GridLines scale={scale} />
        <svg
          role="img"
          aria-label={summaryOf(course, scale, marks)}
          viewBox="0 0 1000 1000"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          <path
            d={stepPath(corners, scale.y)}
            fill="none"
            vectorEffect="non-scaling-stroke"
            className="stroke-[1.5] stroke-ink"
          />
        </svg>
        {scale.axis === 'events' && <Idles points={course.points} scale={scale} />}
        {late.map(mark => (
          <LateLine key={mark.versions[0]} mark={mark} axis={scale.axis} />
        ))}
        {marks
          .filter(({ version }) => version >= from && version <= to)
          .map((mark, index) => (
            <MarkLine key={mark.label} mark={mark} scale={scale} row={index} />
          ))}
      </div>
      {rail !== undefined && <div className="col-start-2 mt-1">{rail}</div>}
      <ChartAxis course={course} scale={scale} {...axis} />
    </figure>
  )
}

/** Labels the longest times without events, which the axis leaves out. */
function Idles({ points, scale }: { points: CourseJson['points']; scale: Scale }) {
  return longestIdles(points).map(({ before, days }) => (
    <span
      key={before}
      title={`No events for ${idleWords(days)} before event ${before}`}
      style={{ left: percent(scale.x(before - 0.5)) }}
      className="absolute bottom-0 -translate-x-1/2 whitespace-nowrap rounded-sm bg-sunken px-1 text-12 text-soft max-sm:hidden"
    >
      {idleWords(days)}
    </span>
  ))
}

/** Late entries on the axis: where they are dated, or where they were recorded. */
function LateLine({ mark: { x, versions }, axis }: { mark: LateMark; axis: Axis }) {
  const { length } = versions
  return (
    <div
      style={{ left: percent(x) }}
      className="pointer-events-none absolute inset-y-0 w-0 border-rule-strong border-l border-dashed"
    >
      <span
        title={`Recorded late: ${length === 1 ? 'event' : 'events'} ${versions.join(', ')}`}
        className={`absolute ${axis === 'time' ? 'bottom-1' : 'bottom-6'} ${sideOf(x)} whitespace-nowrap rounded-sm border border-rule-strong bg-paper px-1 text-12 text-soft leading-4`}
      >
        {length === 1 ? 'late' : `${length} late`}
      </span>
    </div>
  )
}

type AmountAxisProps = { scale: Pick<Scale, 'y' | 'lines'>; currency: string }

/** The amounts of the grid lines; without minor units when all are whole. */
export function AmountAxis({ scale, currency }: AmountAxisProps) {
  const texts = scale.lines.map(minor => formatAmount(minor, currency))
  const areWhole = texts.every(text => /\.0*$/.test(text))
  const shown = texts.map(text =>
    groupAmount(areWhole ? text.replace(/\.0*$/, '') : text).replace('-', '−'),
  )
  const widest = shown.toSorted((a, b) => b.length - a.length)[0]
  return (
    <div aria-hidden className="relative text-right text-12 text-faint leading-none">
      <span className="invisible">{widest}</span>
      <span className="absolute -top-5 right-0">{currency}</span>
      {scale.lines.map((minor, index) => (
        <span
          key={minor.toString()}
          style={{ bottom: percent(scale.y(minor)) }}
          className="absolute right-0 translate-y-1/2 whitespace-nowrap"
        >
          {shown[index]}
        </span>
      ))}
    </div>
  )
}

/** The lines of the amounts on the axis, across the plot. */
export function GridLines({ scale }: Pick<AmountAxisProps, 'scale'>) {
  return scale.lines.map(minor => (
    <div
      key={minor.toString()}
      aria-hidden
      style={{ bottom: percent(scale.y(minor)) }}
      className="absolute -inset-x-2 border-rule border-b"
    />
  ))
}

/** A moment in the chart: a vertical line, a dot, and a label in a row of its own. */
function MarkLine({ mark, scale, row }: { mark: Mark; scale: Scale; row: number }) {
  const x = (mark.at === undefined ? null : scale.xAt(mark.at)) ?? scale.x(mark.version)
  const y = scale.y(minorOf(mark.balance))
  const [lineTop, labelTop] = row === 0 ? ['top-0', '-top-5'] : ['-top-5', '-top-10']
  return (
    <div
      aria-hidden
      style={{ left: percent(x) }}
      className="pointer-events-none absolute inset-y-0 w-0"
    >
      <span
        className={`absolute bottom-0 left-0 border-accent border-l in-data-[tone=past]:border-amber ${lineTop}`}
      />
      <span
        className={`absolute ${labelTop} ${sideOf(x)} whitespace-nowrap bg-paper px-1 font-medium text-12 text-accent in-data-[tone=past]:text-amber-ink`}
      >
        {mark.label}
      </span>
      <span
        style={{ bottom: percent(Math.min(Math.max(y, 0), 1)) }}
        className="absolute -left-1 size-[9px] translate-y-1/2 rounded-full border-2 border-paper bg-accent in-data-[tone=past]:bg-amber-ink"
      />
    </div>
  )
}

/** The side of a line on which its label has room. */
function sideOf(x: number): string {
  return x > 0.8 ? 'right-0' : x < 0.2 ? 'left-0' : '-translate-x-1/2'
}

function summaryOf(course: CourseJson, { axis }: Scale, marks: readonly Mark[]): string {
  const { points, byDate, currency } = course
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return 'No balance yet'
  const told = [
    `Balance from ${amountText(first.balance, currency)} after event ${first.version} to ${amountText(last.balance, currency)} after event ${last.version}`,
    axis === 'time' ? 'By effective date' : 'By event, in the order recorded',
  ]
  const { lateCount } = byDate
  if (lateCount > 0)
    told.push(`${lateCount === 1 ? 'One late entry' : `${lateCount} late entries`}`)
  const marked = marks.map(({ label, balance }) => `${label}: ${amountText(balance, currency)}`)
  return [...told, ...marked].join('. ')
}

export function percent(fraction: number): string {
  return `${fraction * 100}%`
}
