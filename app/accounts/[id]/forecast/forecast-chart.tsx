import { amountText } from '@/app/_ui/amount'
import type { CourseJson } from '@/app/_wire/look-back'
import type { ForecastJson } from '@/app/_wire/payment-orders'
import { dayInWords } from '@/domain/date-words'
import { minorOf } from '@/domain/money/decimals'
import { AmountAxis, GridLines, percent } from '../at/[moment]/balance-chart'
import { amountScale, type Corner, stepPath } from '../at/[moment]/chart-scale'

type ForecastChartProps = {
  /** What the balance was, from some days ago until now. */
  course: CourseJson
  /** The first day of the chart. */
  since: string
  forecast: ForecastJson
}

/** The balance until now as a line, and beyond now as a dashed one. */
export function ForecastChart({ course, since, forecast }: ForecastChartProps) {
  const { currency, from, to, balance } = forecast
  const [start, now, end] = [since, from, to].map(timeOf) as [number, number, number]
  const middle = (now - start) / (end - start)
  const past = pastCorners(course, start, now)
  const coming = forecast.steps.map(({ on, balance: then }) => ({
    x: (timeOf(on) - now) / (end - now),
    minor: minorOf(then),
  }))
  const ahead: Corner[] = [{ x: 0, minor: minorOf(balance) }, ...coming]
  const scale = amountScale([...past, ...ahead].map(({ minor }) => minor))
  return (
    <figure className="mt-8 grid grid-cols-[auto_minmax(0,1fr)] gap-x-1">
      <AmountAxis scale={scale} currency={currency} />
      <div
        role="img"
        aria-label={summaryOf(forecast, since)}
        className="relative mx-2 h-44 sm:h-56"
      >
        <GridLines scale={scale} />
        <Line corners={past} y={scale.y} from={0} to={middle} />
        <Line corners={ahead} y={scale.y} from={middle} to={1} isDashed />
        <div
          style={{ left: percent(middle) }}
          className="absolute inset-y-0 w-0 border-accent border-l"
        >
          <span className="absolute -top-5 -translate-x-1/2 bg-paper px-1 font-medium text-12 text-accent">
            Today
          </span>
        </div>
      </div>
      <div aria-hidden className="col-start-2 mx-2 mt-1 flex justify-between text-12 text-faint">
        <span>{since}</span>
        <span>{to}</span>
      </div>
    </figure>
  )
}

type LineProps = {
  corners: readonly Corner[]
  y: (minor: bigint) => number
  from: number
  to: number
  isDashed?: boolean
}

/** A step line over a part of the chart's width. */
function Line({ corners, y, from, to, isDashed = false }: LineProps) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 1000 1000"
      preserveAspectRatio="none"
      style={{ left: percent(from), width: percent(to - from) }}
      className="absolute inset-y-0 h-full overflow-visible"
    >
      <path
        d={stepPath(corners, y)}
        fill="none"
        vectorEffect="non-scaling-stroke"
        {...(isDashed && { strokeDasharray: '5 4' })}
        className="stroke-[1.5] stroke-ink"
      />
    </svg>
  )
}

/** From the left edge on, with the balance that the account had then. */
function pastCorners({ byDate }: CourseJson, start: number, now: number): Corner[] {
  const all = byDate.points.map(({ at, balance }) => ({
    x: (Date.parse(at) - start) / (now - start),
    minor: minorOf(balance),
  }))
  const before = all.findLast(({ x }) => x <= 0)
  const inside = all.filter(({ x }) => x > 0).map(one => ({ ...one, x: Math.min(one.x, 1) }))
  return [...(before ? [{ ...before, x: 0 }] : []), ...inside]
}

function timeOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function summaryOf({ steps, currency, balance, balanceThen, to }: ForecastJson, since: string) {
  const refused = steps.filter(step => step.kind === 'payment' && step.refusal).length
  return [
    `Balance since ${dayInWords(since)}, ${amountText(balance, currency)} today`,
    `${amountText(balanceThen, currency)} foreseen on ${dayInWords(to)}`,
    ...(refused > 0
      ? [refused === 1 ? 'One payment would be refused' : `${refused} payments would be refused`]
      : []),
    'The payments are in the table below',
  ].join('. ')
}
