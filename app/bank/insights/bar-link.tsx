import Link from 'next/link'
import type { ReactNode } from 'react'
import { percentOf } from './axis'

type BarLinkProps = {
  href: string
  /** What it counts, in words; has the figure as it is shown. */
  name: string
  value: bigint
  axis: readonly bigint[]
  /** The room for the figure, in characters. */
  figureCh: number
  isOutlined?: boolean
  children: ReactNode
}

/** A bar in a row of a table, with its figure at the end: a link to the list of what it counts. */
export function BarLink(props: BarLinkProps) {
  const { href, name, value, axis, figureCh, isOutlined = false, children } = props
  return (
    <Link
      prefetch={false}
      href={href}
      aria-label={name}
      className="group flex min-h-6 items-center gap-3 hover:text-accent"
    >
      <Bar value={value} axis={axis} isOutlined={isOutlined} />
      <span
        className="text-right underline decoration-rule-strong underline-offset-4 group-hover:decoration-accent"
        style={{ minWidth: `${figureCh}ch` }}
      >
        {children}
      </span>
    </Link>
  )
}

type BarProps = Pick<BarLinkProps, 'value' | 'axis' | 'isOutlined'> & { className?: string }

/** A bar alone, beside a figure that says the same. */
export function Bar({ value, axis, isOutlined = false, className = '' }: BarProps) {
  return (
    <span aria-hidden className={`min-w-0 flex-1 border-rule-strong border-l ${className}`}>
      <span
        className={`block h-2.5 min-w-0.5 rounded-r-[2px] ${isOutlined ? 'border border-accent bg-accent-wash' : 'bg-accent'}`}
        style={{ width: `${percentOf(value, axis)}%` }}
      />
    </span>
  )
}

type BarAxisProps = {
  axis: readonly bigint[]
  figureOf: (value: bigint) => string
  figureCh: number
  /** The head of the column of figures. */
  children: ReactNode
}

/** The head of a column of bars: the axis above the bars, the name above the figures. */
export function BarAxis({ axis, figureOf, figureCh, children }: BarAxisProps) {
  const last = axis.length - 1
  return (
    <span className="flex items-end gap-3">
      <span aria-hidden className="relative h-4 min-w-0 flex-1 max-sm:hidden">
        {axis.map((tick, index) => (
          <span
            key={String(tick)}
            className={`absolute bottom-0 ${index === 0 ? '' : index === last ? '-translate-x-full' : '-translate-x-1/2'}`}
            style={{ left: `${percentOf(tick, axis)}%` }}
          >
            {index === 0 || index === last || isRoomy(axis) ? figureOf(tick) : ''}
          </span>
        ))}
      </span>
      <span className="text-right" style={{ minWidth: `${figureCh}ch` }}>
        {children}
      </span>
    </span>
  )
}

/** Whether the figures between the ends have room. */
function isRoomy(axis: readonly bigint[]): boolean {
  return String(axis.at(-1) ?? 0n).length <= 4
}
