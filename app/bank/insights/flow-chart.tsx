import { amountText } from '@/app/_ui/amount'
import type { FlowJson } from '@/app/_wire/bank'
import { formatAmount, groupAmount } from '@/domain/money/money'
import { axisOver, minorOf } from './axis'
import { type Bar, Columns } from './columns'
import { type FlowReport, flowLink } from './links'

type FlowChartProps = {
  periods: readonly FlowJson[]
  report: FlowReport
  by: keyof typeof UNIT_WORDS
  /** The id of the table with the same figures. */
  table: string
}

const UNIT_WORDS = { day: 'by day', week: 'by week', month: 'by month' } as const

/** Money in (upwards, filled) and out (downwards, outlined) on one scale. */
export function FlowChart({ periods, report, by, table }: FlowChartProps) {
  const { currency, timeZone } = report
  const axis = axisOver(
    periods.flatMap(({ inflow, outflow }) => [minorOf(inflow), minorOf(outflow)]),
  )
  const bar = (period: FlowJson, word: 'In' | 'Out'): Bar => {
    const amount = word === 'In' ? period.inflow : period.outflow
    return {
      value: minorOf(amount),
      name: `${word}, ${daysText(period)}: ${amountText(amount, currency)}`,
      href: flowLink(report, period, word === 'In' ? 'in' : 'out'),
    }
  }
  return (
    <figure className="mt-6">
      <figcaption className="flex flex-wrap gap-x-5 text-12 text-soft">
        <span>
          <Swatch filled /> In
        </span>
        <span>
          <Swatch /> Out
        </span>
        <span className="ml-auto">{`${currency} ${UNIT_WORDS[by]}, days in ${timeZone}`}</span>
      </figcaption>
      <Columns
        name={`In and out in ${currency}, ${UNIT_WORDS[by]}`}
        columns={periods.map(period => ({
          label: by === 'month' ? period.from.slice(0, 7) : period.from,
          up: bar(period, 'In'),
          down: bar(period, 'Out'),
        }))}
        axis={axis}
        figureOf={value => figureText(value, currency)}
        next={table}
        newestFirst
      />
    </figure>
  )
}

/** The days of a period: one, or the first and the last. */
export function daysText({ from, to }: Pick<FlowJson, 'from' | 'to'>): string {
  return from === to ? from : `${from} – ${to.slice(5)}`
}

/** A figure of an axis: without decimal places where they are zero. */
export function figureText(value: bigint, currency: string): string {
  return groupAmount(formatAmount(value, currency).replace(/\.0+$/, ''))
}

function Swatch({ filled = false }: { filled?: boolean }) {
  const look = filled ? 'bg-accent' : 'bg-accent-wash'
  return (
    <span
      aria-hidden
      className={`mr-1 inline-block size-2.5 rounded-[2px] border border-accent ${look}`}
    />
  )
}
