import { ArrowDownWideNarrow, ArrowUpNarrowWide, Download, X } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { timelineApi } from '@/app/_queries/timeline'
import { PRESETS, type Preset, presetOf, presetPeriod, stepPeriod } from '@/app/_time/period'
import { listQuery, PLAIN_TIMELINE, type TimelineView, timelinePath } from '@/app/_wire/timeline'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import type { FieldFault } from './faults'
import { FilterForm } from './filter-form'
import { chipsOf } from './filter-words'
import { OrderLink } from './order-link'

export type FilterBarProps = {
  of: StreamRef | null
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
export function FilterBar({ of, types, money, view, faults, today, newest }: FilterBarProps) {
  const chips = chipsOf(view, today)
  const cleared = { ...PLAIN_TIMELINE, zone: view.zone, order: view.order }
  return (
    <section aria-label="Filters" className="mb-3 flex flex-col gap-1.5" data-chrome>
      <FilterForm
        key={timelinePath(of, { ...view, event: null, account: null })}
        of={of}
        types={types}
        money={money}
        view={view}
        faults={faults}
      />
      <Periods of={of} view={view} today={today} />
      <div className="flex flex-wrap items-center gap-2">
        {chips.map(({ words, without }) => (
          <Link
            key={words}
            prefetch={false}
            scroll={false}
            href={timelinePath(of, { ...without, event: null, account: null })}
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
              event: null,
              account: null,
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
            <>
              <ExportLink {...{ of, view, newest }} format="csv" />
              <ExportLink {...{ of, view, newest }} format="json" />
            </>
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
    timelinePath(of, { ...view, ...days, at: null, event: null, account: null })
  const steps = period ? ([-1, 1] as const).map(by => ({ by, step: stepPeriod(period, by) })) : []
  return (
    <nav aria-label="Period" className="-mx-2 flex flex-wrap items-center gap-x-0.5">
      {(Object.keys(PRESETS) as Preset[]).map(name => (
        <Step
          key={name}
          href={to(presetPeriod(name, today))}
          current={name === preset}
          className={name.endsWith('year') || name === 'yesterday' ? 'max-sm:hidden' : ''}
        >
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

const UNITS = { day: 'day', week: 'week', month: 'month', year: 'year', days: 'days' } as const

type StepProps = { href: string; current?: boolean; className?: string; children: ReactNode }

function Step({ href, current = false, className = '', children }: StepProps) {
  return (
    <Link
      prefetch={false}
      scroll={false}
      href={href}
      aria-current={current || undefined}
      className={`${PLAIN} aria-current:bg-accent-wash aria-current:text-accent ${className}`}
    >
      {children}
    </Link>
  )
}

type ExportLinkProps = ViewOf & { newest: number | null; format: 'csv' | 'json' }

/** A plain link: the browser saves the file as it streams. */
function ExportLink({ of, view, newest, format }: ExportLinkProps) {
  const query = listQuery({ ...view, at: null }, newest)
  const name = format.toUpperCase()
  return (
    <a
      href={`${timelineApi(of?.id ?? null)}/export?format=${format}&${query}`}
      download
      title={format === 'json' ? 'Oldest first, in the order recorded' : undefined}
      className={PLAIN}
    >
      <Download aria-hidden size={14} strokeWidth={1.75} />
      <span className="sr-only">Export as </span>
      {name}
    </a>
  )
}
