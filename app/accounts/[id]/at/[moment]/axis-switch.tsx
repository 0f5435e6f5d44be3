import Link from 'next/link'
import { AXES, type Axis } from './chart-scale'

type AxisSwitchProps = {
  axis: Axis
  /** The address of this view with an axis. */
  hrefOf: (axis: 'events' | undefined) => string
}

/** Links that space the chart by time or by event; the address keeps which. */
export function AxisSwitch({ axis, hrefOf }: AxisSwitchProps) {
  return (
    <nav
      aria-label="Chart axis"
      data-chrome
      className="flex rounded-md border border-rule-strong text-12"
    >
      {AXES.map(([one, name]) => (
        <Link
          key={one}
          href={hrefOf(one === 'events' ? one : undefined)}
          prefetch={false}
          replace
          scroll={false}
          aria-current={one === axis || undefined}
          className="target inline-flex items-center rounded-[inherit] px-2.5 text-soft hover:text-ink aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-ink"
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
