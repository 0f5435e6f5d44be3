import { ArrowDownWideNarrow, ArrowUpNarrowWide, X } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { timelineApi } from '@/app/_queries/timeline'
import { PRESETS, type Preset, presetOf, presetPeriod, stepPeriod } from '@/app/_time/period'
import type { FilterChoices } from '@/app/_wire/filter-choices'
import {
  CLOSED,
  listQuery,
  PLAIN_TIMELINE,
  type TimelineView,
  timelinePath,
} from '@/app/_wire/timeline'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { ExportMenu } from './export-menu'
import type { FieldFault } from './faults'
import { FilterForm } from './filter-form'
import { chipsOf } from './filter-words'
import { JumpForm } from './jump-form'
import { OrderLink } from './order-link'

export type FilterBarProps = {
  of: StreamRef | null
  choices: FilterChoices
  /** The event types that the list can contain. */
  types: readonly string[]
  /** Whether its events move money. */
  money: boolean
  view: TimelineView & { zone: string; order: 'asc' | 'desc' }
  faults: readonly FieldFault[]
  /** Today in the view's zone. */
  today: string
  /** The newest event in the list; null for the whole bank. */
  newest: number | null
}

/** The filters and the order of a list, all of them links: works without scripts. */
export function FilterBar({ of, types, money, choices, view, ...props }: FilterBarProps) {
  const { faults, today, newest } = props
  const chips = chipsOf(view, today)
  const address = timelinePath(of, { ...view, ...CLOSED })
  const cleared = { ...PLAIN_TIMELINE, zone: view.zone, order: view.order }
  return (
    <section aria-label="Filters" className="mb-3 flex flex-col gap-1.5" data-chrome>
      <div key={address} className="relative flex flex-col gap-2">
        <FilterForm {...{ of, types, money, choices, view, faults }} />
        <JumpForm {...{ of, view, faults }} />
      </div>
      <Periods of={of} view={view} today={today} />
      <div className="flex flex-wrap items-center gap-2">
        {chips.map(({ words, without }) => (
          <Link
            key={words}
            prefetch={false}
            scroll={false}
            href={timelinePath(of, { ...without, ...CLOSED })}
            aria-label={`${words}: remove this filter`}
            className={CHIP}
          >
            {words}
            <X aria-hidden size={13} strokeWidth={2} className="text-faint" />
          </Link>
        ))}
        {chips.length > 0 && (
          <Link prefetch={false} scroll={false} href={timelinePath(of, cleared)} className={PLAIN}>
            Clear all
          </Link>
        )}
        <span className="ml-auto flex flex-wrap items-center gap-x-1 max-sm:ml-0">
          <OrderLink
            order={view.order === 'asc' ? 'desc' : 'asc'}
            href={timelinePath(of, {
              ...view,
              order: view.order === 'asc' ? 'desc' : 'asc',
              ...CLOSED,
            })}
            className={PLAIN}
          >
            {view.order === 'asc' ? (
              <ArrowUpNarrowWide aria-hidden size={14} strokeWidth={1.75} />
            ) : (
              <ArrowDownWideNarrow aria-hidden size={14} strokeWidth={1.75} />
            )}
            {view.order === 'asc' ? 'Oldest first' : 'Newest first'}
            <span className="sr-only">: reverse the order</span>
          </OrderLink>
          {faults.length === 0 && (
            <ExportMenu
              path={`${timelineApi(of?.id ?? null)}/export`}
              query={listQuery({ ...view, at: null }, newest)}
            />
          )}
        </span>
      </div>
    </section>
  )
}

const CHIP = `target-chip transition-calm inline-flex items-center gap-1.5 rounded-full border border-rule-strong
  bg-raised px-3 text-12 text-ink hover:border-soft hover:bg-sunken`
const PLAIN = `target-chip transition-calm inline-flex items-center gap-1.5 rounded-md px-2 text-12 text-soft
  hover:bg-sunken hover:text-ink`

type ViewOf = Pick<FilterBarProps, 'of' | 'view'>

function Periods({ of, view, today }: ViewOf & { today: string }) {
  const period = view.from !== null && view.to !== null ? { from: view.from, to: view.to } : null
  const preset = period && presetOf(period, today)
  const to = (days: { from: string; to: string }) =>
    timelinePath(of, { ...view, ...days, at: null, ...CLOSED })
  const steps = period ? ([-1, 1] as const).map(by => ({ by, step: stepPeriod(period, by) })) : []
  return (
    <nav
      aria-label="Period"
      className="-mx-2 flex flex-wrap items-center gap-x-0.5 max-sm:flex-nowrap max-sm:overflow-x-auto"
    >
      {(Object.keys(PRESETS) as Preset[]).map(name => (
        <Step key={name} href={to(presetPeriod(name, today))} current={name === preset}>
          {PRESETS[name]}
        </Step>
      ))}
      {steps.map(
        ({ by, step }) =>
          step && (
            <Step key={by} href={to(step.period)}>
              {by < 0 ? `← Previous ${UNITS[step.unit]}` : `Next ${UNITS[step.unit]} →`}
            </Step>
          ),
      )}
    </nav>
  )
}

const UNITS = {
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
  days: 'days',
} as const

type StepProps = { href: string; current?: boolean; className?: string; children: ReactNode }

function Step({ href, current = false, className = '', children }: StepProps) {
  return (
    <Link
      prefetch={false}
      scroll={false}
      href={href}
      aria-current={current || undefined}
      className={`${PLAIN} shrink-0 whitespace-nowrap aria-current:bg-accent-wash aria-current:text-accent ${className}`}
    >
      {children}
    </Link>
  )
}
