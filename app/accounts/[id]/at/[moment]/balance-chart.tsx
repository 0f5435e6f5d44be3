import type { HTMLAttributes, ReactNode } from 'react'
import { wallTime } from '@/app/_time/instant'
import { amountText } from '@/app/_ui/amount'
import type { CourseJson } from '@/app/_wire/look-back'
import { formatAmount, groupAmount } from '@/domain/money/money'
import { idleWords, longestIdles, type Scale, scaleOf, stepPath } from './chart-scale'

/** A marked moment in a chart. */
export type Mark = { version: number; label: string; balance: string }

type BalanceChartProps = {
  course: CourseJson
  marks: readonly Mark[]
  zone: string
  /** A slider directly under the chart, of the same width. */
  rail?: ReactNode
  /** Pointer handlers of the plot. */
  plotProps?: HTMLAttributes<HTMLDivElement>
}

/** The balance as a step line, spaced by event and not by time. */
export function BalanceChart({ course, marks, zone, rail, plotProps }: BalanceChartProps) {
  const { points, from, to, currency } = course
  const scale = scaleOf(points, from, to)
  return (
    <figure className="grid select-none grid-cols-[auto_minmax(0,1fr)] gap-x-1">
      <AmountAxis scale={scale} currency={currency} />
      <div {...plotProps} className={`relative mx-2 h-44 sm:h-56 ${plotProps?.className ?? ''}`}>
        {scale.lines.map(minor => (
          <div
            key={minor.toString()}
            aria-hidden
            style={{ bottom: percent(scale.y(minor)) }}
            className="absolute -inset-x-2 border-rule border-b"
          />
        ))}
        <svg
          role="img"
          aria-label={summaryOf(course, marks)}
          viewBox="0 0 1000 1000"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          <path
            d={stepPath(points, scale)}
            fill="none"
            vectorEffect="non-scaling-stroke"
            className="stroke-[1.5] stroke-ink"
          />
        </svg>
        <Idles points={points} scale={scale} />
        {marks
          .filter(({ version }) => version >= from && version <= to)
          .map((mark, index) => (
            <MarkLine key={mark.label} mark={mark} scale={scale} row={index} />
          ))}
      </div>
      {rail !== undefined && <div className="col-start-2 mt-1">{rail}</div>}
      <TimeAxis course={course} zone={zone} />
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

/** The amounts of the grid lines; without minor units when all are whole. */
function AmountAxis({ scale, currency }: { scale: Scale; currency: string }) {
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

/** A moment in the chart: a vertical line, a dot on the course, and a label in a row of its own. */
function MarkLine({ mark, scale, row }: { mark: Mark; scale: Scale; row: number }) {
  const x = scale.x(mark.version)
  const y = scale.y(BigInt(mark.balance.replace('.', '')))
  const side = x > 0.8 ? 'right-0' : x < 0.2 ? 'left-0' : '-translate-x-1/2'
  const [lineTop, labelTop] = row === 0 ? ['top-0', '-top-5'] : ['-top-5', '-top-10']
  return (
    <div
      aria-hidden
      style={{ left: percent(x) }}
      className="pointer-events-none absolute inset-y-0 w-0"
    >
      <span className={`absolute bottom-0 left-0 border-amber border-l ${lineTop}`} />
      <span
        className={`absolute ${labelTop} ${side} whitespace-nowrap bg-paper px-1 font-medium text-12 text-amber-ink`}
      >
        {mark.label}
      </span>
      <span
        style={{ bottom: percent(Math.min(Math.max(y, 0), 1)) }}
        className="absolute -left-1 size-[9px] translate-y-1/2 rounded-full border-2 border-paper bg-amber-ink"
      />
    </div>
  )
}

/** Where the axis is labelled, from 0 to 1; a narrow chart labels the ends only. */
const NAMED = [0, 0.25, 0.5, 0.75, 1]

function TimeAxis({ course, zone }: { course: CourseJson; zone: string }) {
  const { points, from, to } = course
  const isOneDay =
    wallTime(points[0]?.occurredAt ?? '1970-01-01', zone).date ===
    wallTime(points.at(-1)?.occurredAt ?? '1970-01-01', zone).date
  const named = NAMED.map(place => points[Math.round(place * (points.length - 1))])
  const seen = named.filter((point, index) => point && named.indexOf(point) === index)
  return (
    <figcaption className="col-start-2 mx-2 mt-1 text-12 text-faint">
      <div aria-hidden className="relative flex justify-between gap-2">
        {seen.map((point, index) => {
          if (!point) return null
          const { date, time } = wallTime(point.occurredAt, zone)
          const isEnd = index === 0 || index === seen.length - 1
          return (
            <span key={point.version} className={isEnd ? '' : 'max-sm:hidden'}>
              {isOneDay ? time : date}
            </span>
          )
        })}
      </div>
      <p className="mt-0.5">
        {`Balance in ${course.currency} after each event, ${from} to ${to}, in the order recorded; times in ${zone}. Spaced by event, not by time.`}
        {to - from + 1 > points.length &&
          ` ${points.length} of ${to - from + 1} events are shown, with exact balances. Zoom in to see all.`}
      </p>
    </figcaption>
  )
}

function summaryOf({ points, currency }: CourseJson, marks: readonly Mark[]): string {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return 'No balance yet'
  const course = `Balance from ${amountText(first.balance, currency)} after event ${first.version} to ${amountText(last.balance, currency)} after event ${last.version}`
  const marked = marks.map(({ label, balance }) => `${label}: ${amountText(balance, currency)}`)
  return [course, ...marked].join('. ')
}

function percent(fraction: number): string {
  return `${fraction * 100}%`
}
