import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readComparisonParams } from '@/app/_server/bank/bank-params'
import { askedQuery } from '@/app/_server/http/address'
import { NO_SUCH_PLACE, readAccountCursor } from '@/app/_server/http/cursors'
import { sentenceOf } from '@/app/_server/http/params'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { timeInWords } from '@/app/_time/written'
import { ZoneNote } from '@/app/_time/zone-note'
import { EmptyState } from '@/app/_ui/empty-state'
import { PastStrip } from '@/app/_ui/past-strip'
import { NothingHere } from '@/app/nothing-here'
import { CLOCKS, type Clocks, readForm, valuesFrom, valuesTyped } from './asked'
import { BankThen } from './bank-then'
import { MomentForm } from './moment-form'

export const metadata: Metadata = { title: 'Whole bank' }

/** The form's names for the parameters of the address. */
const FIELDS = {
  asOf: 'Date',
  knownAt: 'Records as of',
  withAsOf: 'Compare with: Date',
  withKnownAt: 'Compare with: Records as of',
}

/** The bank's totals at any moment, as known at any moment; for staff. */
export default async function BankAtPage({ searchParams }: PageProps<'/bank/at'>) {
  const [viewer, query] = await Promise.all([requireViewer(), askedQuery(searchParams)])
  if (mayEnter(viewer, 'readBank')) return <NothingHere />
  const zone = await readerZone(query.zone)
  const isForm = CLOCKS.some(clock => `${clock}Date` in query)
  const typed = valuesTyped(query, zone)
  const form = isForm ? readForm(typed, new Date()) : null
  if (form?.ok) redirect(form.href)

  const clocks: Clocks = {}
  for (const clock of CLOCKS) {
    const value = isForm ? undefined : query[clock]
    if (value !== undefined) clocks[clock] = String(value).slice(0, 100)
  }
  const read = readComparisonParams(`http://bank/?${new URLSearchParams(clocks)}`)
  const { cursor } = query
  const isPlace =
    cursor === undefined || (typeof cursor === 'string' && readAccountCursor(cursor) !== null)
  const problem = read.ok ? (isPlace ? null : NO_SUCH_PLACE) : sentenceOf(read, FIELDS)
  const isPast = read.ok && (clocks.asOf !== undefined || clocks.knownAt !== undefined)
  return (
    <div data-tone={isPast ? 'past' : undefined}>
      {isPast && (
        <PastStrip
          when={`${timeInWords(clocks.asOf ?? clocks.knownAt ?? '', zone)}, ${zone}`}
          nowHref="/bank/at"
        />
      )}
      <main id="main" className="column py-8">
        <h1 className="font-semibold text-20">Whole bank</h1>
        <ZoneNote shown={zone} />
        <div className="mt-6 mb-10">
          <MomentForm
            page="/bank/at"
            name="Whole bank on a date"
            compares
            values={isForm ? typed : valuesFrom(read.ok ? clocks : {}, zone)}
            problem={form?.ok === false ? form.problem : null}
          />
        </div>
        {problem && (
          <div className="mt-6">
            <EmptyState title="This date can’t be shown." urgent>
              {problem}
            </EmptyState>
          </div>
        )}
        {read.ok && isPlace && form === null && <BankThen {...{ viewer, clocks, zone, cursor }} />}
      </main>
    </div>
  )
}
