import { AXES, type Axis } from '../at/[moment]/chart-scale'
import type { Asked } from './asked'

type AxisChoiceProps = { axis: Axis; ask: (asked: Pick<Asked, 'axis'>) => void }

/** What the chart is spaced by; the address keeps it. */
export function AxisChoice({ axis, ask }: AxisChoiceProps) {
  return (
    <fieldset className="mt-8 ml-auto flex w-fit rounded-md border border-rule-strong text-12">
      <legend className="sr-only">Chart axis</legend>
      {AXES.map(([one, name]) => (
        <button
          key={one}
          type="button"
          onClick={() => ask({ axis: one })}
          aria-pressed={one === axis}
          className="target rounded-[inherit] px-2.5 text-soft hover:text-ink aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-ink"
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
