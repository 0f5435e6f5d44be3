import type { FlowJson } from '@/app/_wire/bank'

type FlowChartProps = { periods: readonly FlowJson[]; currency: string }

const HEIGHT = 200
const MIDDLE = HEIGHT / 2

/**
 * Money in (upwards, filled) and out (downwards, outlined) on one scale. The table below has the
 * same figures.
 */
export function FlowChart({ periods, currency }: FlowChartProps) {
  const digits = periods.flatMap(({ inflow, outflow }) => [minorOf(inflow), minorOf(outflow)])
  const most = digits.reduce((a, b) => (a > b ? a : b), 1n)
  const lengthOf = (amount: string) =>
    (Number((minorOf(amount) * 10_000n) / most) / 10_000) * MIDDLE
  const width = 1000 / periods.length
  const bar = Math.max(width * 0.7, Math.min(width, 1))
  const [first, last] = [periods[0], periods.at(-1)]
  return (
    <figure className="mt-4">
      <div className="flex justify-between text-12 text-soft">
        <span>
          <Swatch filled /> In
        </span>
        <span>
          <Swatch /> Out
        </span>
      </div>
      <svg
        role="img"
        aria-label={`Inflow and outflow in ${currency}; figures in the table below`}
        viewBox={`0 0 1000 ${HEIGHT}`}
        preserveAspectRatio="none"
        className="my-1 h-48 w-full"
      >
        {periods.map(({ from, inflow, outflow }, index) => {
          const x = index * width + (width - bar) / 2
          const [up, down] = [lengthOf(inflow), lengthOf(outflow)]
          return (
            <g key={from}>
              <rect x={x} y={MIDDLE - up} width={bar} height={up} className="fill-accent" />
              <rect
                x={x}
                y={MIDDLE}
                width={bar}
                height={down}
                vectorEffect="non-scaling-stroke"
                className="fill-accent-wash stroke-accent"
              />
            </g>
          )
        })}
        <line
          x1={0}
          x2={1000}
          y1={MIDDLE}
          y2={MIDDLE}
          vectorEffect="non-scaling-stroke"
          className="stroke-rule-strong"
        />
      </svg>
      <figcaption className="flex justify-between text-12 text-faint">
        <span>{first?.from}</span>
        <span>{`${currency}, days in UTC`}</span>
        <span>{last?.to}</span>
      </figcaption>
    </figure>
  )
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

/** The digits of a decimal text: all of one currency have the same number of places. */
function minorOf(amount: string): bigint {
  return BigInt(amount.replace('.', ''))
}
