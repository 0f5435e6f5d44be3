import Link from 'next/link'
import type { ReactNode } from 'react'
import { labelsOf, percentOf } from './axis'

/** A bar of a chart: what it counts, in words, and where that is listed. */
export type Bar = { readonly value: bigint; readonly name: string; readonly href: string }

/** A column of a chart: a bar upwards, and one downwards if the chart has two directions. */
export type Column = { readonly label: string; readonly up: Bar; readonly down?: Bar }

type ColumnsProps = {
  /** What the chart shows, for screen readers. */
  name: string
  columns: readonly Column[]
  axis: readonly bigint[]
  figureOf: (value: bigint) => string
  /** The id of what follows the chart: there is a link to it, past all bars. */
  next: string
  /** Whether a chart wider than its place shows its end first. */
  newestFirst?: boolean
}

/** Each column is a target of its own: 24 pixels or more, so a wide chart scrolls in its place. */
const COLUMN_MIN_PX = 24

/** A chart of columns over an axis; each bar is a link to the list of what it counts. */
export function Columns({ name, columns, axis, figureOf, next, newestFirst }: ColumnsProps) {
  const isTwoWay = columns.some(({ down }) => down)
  const { each, eachNarrow } = labelsOf(columns.length)
  return (
    <div className="mt-2 flex gap-2 text-12">
      <Axis {...{ axis, figureOf, isTwoWay }} />
      <a
        href={`#${next}`}
        className="sr-only z-10 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute"
      >
        Skip chart
      </a>
      <div dir={newestFirst ? 'rtl' : 'ltr'} className="min-w-0 flex-1 overflow-x-auto pt-2">
        <div dir="ltr" className="relative" style={{ minWidth: columns.length * COLUMN_MIN_PX }}>
          <Rules axis={axis} isTwoWay={isTwoWay} />
          <ul aria-label={name} className="flex">
            {columns.map(({ label, up, down }, index) => (
              <li key={label} className="relative min-w-0 flex-1">
                <div className="h-40">
                  <BarLink bar={up} axis={axis} />
                </div>
                {down && (
                  <div className="h-40">
                    <BarLink bar={down} axis={axis} isDown />
                  </div>
                )}
                <Label hidden={index % each !== 0} narrow={index % eachNarrow === 0}>
                  {label}
                </Label>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  )
}

type LabelProps = { hidden: boolean; narrow: boolean; children: string }

/** The name of a column, which its links say too. */
function Label({ hidden, narrow, children }: LabelProps) {
  return (
    <p aria-hidden className="h-5 w-0 whitespace-nowrap pt-1 text-faint">
      {!hidden && <span className={narrow ? '' : 'max-md:hidden'}>{children}</span>}
    </p>
  )
}

function BarLink({ bar, axis, isDown = false }: { bar: Bar } & AxisOf & { isDown?: boolean }) {
  // Zero has nothing to link to.
  if (bar.value === 0n) return null
  const look = isDown ? 'border border-accent bg-accent-wash' : 'bg-accent'
  return (
    <Link
      prefetch={false}
      href={bar.href}
      title={bar.name}
      aria-label={bar.name}
      className={`group flex h-full justify-center px-[12%] focus-visible:-outline-offset-2 hover:bg-accent-wash ${isDown ? 'items-start' : 'items-end'}`}
    >
      <span
        className={`min-h-0.5 w-full max-w-16 ${isDown ? 'rounded-b-[2px]' : 'rounded-t-[2px]'} ${look}`}
        style={{ height: `${percentOf(bar.value, axis)}%` }}
      />
    </Link>
  )
}

type AxisOf = { axis: readonly bigint[] }

/** The figures of the axis, upwards from zero, and downwards too if there are two directions. */
function Axis({
  axis,
  figureOf,
  isTwoWay,
}: AxisOf & { figureOf: (value: bigint) => string; isTwoWay: boolean }) {
  const figures = axis.map(figureOf)
  const widest = figures.reduce((a, b) => (b.length > a.length ? b : a), '')
  const side = (isDown: boolean) =>
    axis.map((tick, index) => (
      <span
        key={String(tick)}
        className={`absolute right-0 leading-none ${isDown ? '-translate-y-1/2' : 'translate-y-1/2'}`}
        style={{ [isDown ? 'top' : 'bottom']: `${percentOf(tick, axis)}%` }}
      >
        {figures[index]}
      </span>
    ))
  return (
    <div aria-hidden className="pt-2 text-faint">
      <div className="relative h-40">
        <span className="invisible">{widest}</span>
        {side(false)}
      </div>
      {isTwoWay && <div className="relative h-40">{side(true).slice(1)}</div>}
    </div>
  )
}

/** A hairline at each figure of the axis, behind the bars. */
function Rules({ axis, isTwoWay }: AxisOf & { isTwoWay: boolean }) {
  const rule = (tick: bigint, side: 'top' | 'bottom'): ReactNode => (
    <span
      key={String(tick)}
      className={`absolute inset-x-0 border-t ${tick === 0n ? 'border-rule-strong' : 'border-rule'}`}
      style={{ [side]: `${percentOf(tick, axis)}%` }}
    />
  )
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      <div className="relative h-40">{axis.map(tick => rule(tick, 'bottom'))}</div>
      {isTwoWay && (
        <div className="relative h-40">{axis.slice(1).map(tick => rule(tick, 'top'))}</div>
      )}
    </div>
  )
}
