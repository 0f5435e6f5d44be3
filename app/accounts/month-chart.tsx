import type { MonthFlow } from '@/app/_server/accounts/cards'
import { Amount, amountText } from '@/app/_ui/amount'
import { dayInWords } from '@/domain/date-words'
import { minorOf } from '@/domain/money/decimals'

type MonthChartProps = { month: MonthFlow; currency: string }

const HEIGHT = 40
const MIDDLE = HEIGHT / 2

/** Money in (upwards, filled) and out (downwards, outlined) by day of this month, with both sums. */
export function MonthChart({ month, currency }: MonthChartProps) {
  const { days, length, inflow, outflow, from, to, isPart } = month
  const sums = `${amountText(inflow, currency)} in, ${amountText(outflow, currency)} out`
  const most = days
    .flatMap(day => [minorOf(day.inflow), minorOf(day.outflow)])
    .reduce((a, b) => (a > b ? a : b), 1n)
  const lengthOf = (amount: string) => (Number((minorOf(amount) * 1_000n) / most) / 1_000) * MIDDLE
  return (
    <figure>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-12 text-soft">
        <span>
          {isPart ? 'Newest 500 entries' : 'This month'}
          <span className="sr-only">{`, ${dayInWords(from)} to ${dayInWords(to)}`}</span>
        </span>
        <span className="flex gap-x-3">
          <span>
            {'In '}
            <Amount value={inflow} className="text-ink" />
          </span>
          <span>
            {'Out '}
            <Amount value={outflow} className="text-ink" />
          </span>
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`By day: ${sums}`}
        viewBox={`0 0 ${length * 10} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-1 h-10 w-full"
      >
        {days.map(day => {
          const [up, down] = [lengthOf(day.inflow), lengthOf(day.outflow)]
          const x = (day.day - 1) * 10 + 1.5
          return (
            <g key={day.day}>
              <rect x={x} y={MIDDLE - up} width={7} height={up} className="fill-accent" />
              <rect
                x={x}
                y={MIDDLE}
                width={7}
                height={down}
                vectorEffect="non-scaling-stroke"
                className="fill-accent-wash stroke-accent"
              />
            </g>
          )
        })}
        <line
          x1={0}
          x2={length * 10}
          y1={MIDDLE}
          y2={MIDDLE}
          vectorEffect="non-scaling-stroke"
          className="stroke-rule-strong"
        />
      </svg>
    </figure>
  )
}
