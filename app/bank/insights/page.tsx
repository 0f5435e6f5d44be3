import type { Metadata } from 'next'
import Link from 'next/link'
import { readInsightsParams } from '@/app/_server/bank/bank-params'
import {
  DORMANT_DAYS,
  getInsights,
  getReport,
  lastDay,
  listDormant,
  type Report,
} from '@/app/_server/bank/insights'
import { askedQuery, type Query, searchOf } from '@/app/_server/http/address'
import { sentenceOf } from '@/app/_server/http/params'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { bankTimeZone } from '@/app/_server/process/settings'
import { readerZone } from '@/app/_time/reader'
import { EmptyState } from '@/app/_ui/empty-state'
import type { QuietAccountJson } from '@/app/_wire/bank'
import type { Page } from '@/app/_wire/types'
import { NothingHere } from '@/app/nothing-here'
import { Cases } from './cases'
import { Flows } from './flows'
import { Hours } from './hours'
import { Largest } from './largest'
import { Note, Part } from './part'
import { Payments } from './payments'
import { QuietTable } from './quiet-table'
import { ReportForm } from './report-form'
import { Sizes } from './sizes'

export const metadata: Metadata = { title: 'Insights' }

const DORMANT_SHOWN = 10

/** The form's names for the parameters of the address. */
const FIELDS = { currency: 'Currency', by: 'By', from: 'From', to: 'To' }

/** Reports for staff from the bank's events; each figure links to its events. */
export default async function InsightsPage({ searchParams }: PageProps<'/bank/insights'>) {
  const [viewer, query, zone] = await Promise.all([
    requireViewer(),
    askedQuery(searchParams),
    readerZone(),
  ])
  if (mayEnter(viewer, 'readBank')) return <NothingHere />
  const read = readInsightsParams(`http://bank/?${searchOf(query)}`)
  const [asked, dormant] = await Promise.all([
    read.ok ? getInsights(viewer, read.params) : read,
    listDormant(viewer, { limit: DORMANT_SHOWN }),
  ])
  const found = 'insights' in asked ? asked.insights : null
  const problem =
    'problem' in asked ? { field: asked.problem.field, sentence: sentenceOf(asked, FIELDS) } : null
  // Invalid parameters are shown in the form, which still needs a report's currencies and defaults.
  const form = found ?? (await getReport(viewer, {}))
  if (!form) return <NothingHere />
  return (
    <main id="main" className="column py-8">
      <h1 className="mb-6 font-semibold text-20">Insights</h1>
      <ReportForm
        values={found ?? typedOf(query, form)}
        currencies={form.currencies}
        today={lastDay(form.currencies, form.timeZone)}
        zone={form.timeZone}
        problem={problem}
      />
      <DaysNote zone={form.timeZone} />
      {problem && (
        <div className="mt-8">
          <EmptyState title="This report can’t be shown." urgent>
            {problem.sentence}
          </EmptyState>
        </div>
      )}
      {found && (
        <>
          <Flows insights={found} />
          <Sizes insights={found} />
          <Hours insights={found} />
          <Largest insights={found} zone={zone} />
          <Payments insights={found} />
          <Cases insights={found} />
        </>
      )}
      {dormant && <Dormant page={dormant} />}
    </main>
  )
}

/** Where the days of the reports begin, if not where the bank is by now. */
function DaysNote({ zone }: { zone: string }) {
  const bank = bankTimeZone()
  if (zone === bank) return null
  return (
    <p className="mt-3 text-12 text-soft">
      {`Days in ${zone}. The bank’s time zone is ${bank}: rebuild the reports to count its days (npm run projections:rebuild).`}
    </p>
  )
}

function Dormant({ page }: { page: Page<QuietAccountJson> }) {
  return (
    <Part id="dormant" title="Dormant accounts, all currencies">
      <Note>{`No events for ${DORMANT_DAYS} days.`}</Note>
      {page.items.length === 0 ? (
        <p className="mt-3 text-faint">No dormant accounts</p>
      ) : (
        <QuietTable caption="Dormant accounts, longest first" accounts={page.items} />
      )}
      {page.nextCursor && (
        <p className="py-3 text-12">
          <Link
            href="/bank/insights/dormant"
            className="inline-block min-h-6 text-accent underline underline-offset-2"
          >
            All dormant accounts
          </Link>
        </p>
      )}
    </Part>
  )
}

/** The values as typed, for a form that shows what is wrong with them. */
function typedOf(query: Query, { currency, by, from, to }: Report) {
  const text = (name: string, otherwise: string) => {
    const value = query[name]
    return typeof value === 'string' ? value.slice(0, 100) : otherwise
  }
  return {
    currency: text('currency', currency),
    by: text('by', by),
    from: text('from', from),
    to: text('to', to),
  }
}
