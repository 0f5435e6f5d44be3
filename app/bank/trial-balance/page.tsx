import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readBankParams } from '@/app/_server/bank/bank-params'
import { getTrialBalance } from '@/app/_server/bank/trial-balance'
import { askedQuery } from '@/app/_server/http/address'
import { sentenceOf } from '@/app/_server/http/params'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { timeInWords } from '@/app/_time/written'
import { ZoneNote } from '@/app/_time/zone-note'
import { EmptyState } from '@/app/_ui/empty-state'
import { PastStrip } from '@/app/_ui/past-strip'
import { NothingHere } from '@/app/nothing-here'
import { type Clocks, readForm, valuesFrom, valuesTyped } from '../at/asked'
import { momentInWords } from '../at/bank-moment'
import { MomentForm } from '../at/moment-form'
import { Books } from './books'

export const metadata: Metadata = { title: 'Trial balance' }

const PATH = '/bank/trial-balance'

/** The form's names for the parameters of the address. */
const FIELDS = { asOf: 'Date', knownAt: 'Records as of' }

/** The bank's books per currency at any moment, as known at any moment; for staff. */
export default async function TrialBalancePage({ searchParams }: PageProps<'/bank/trial-balance'>) {
  const [viewer, query] = await Promise.all([requireViewer(), askedQuery(searchParams)])
  if (mayEnter(viewer, 'readBank')) return <NothingHere />
  const zone = await readerZone(query.zone)
  const isForm = 'asOfDate' in query || 'knownAtDate' in query
  const typed = valuesTyped(query, zone)
  const form = isForm ? readForm(typed, new Date(), PATH) : null
  if (form?.ok) redirect(form.href)

  const clocks: Clocks = {}
  for (const clock of ['asOf', 'knownAt'] as const) {
    const value = isForm ? undefined : query[clock]
    if (value !== undefined) clocks[clock] = String(value).slice(0, 100)
  }
  const read = readBankParams(`http://bank/?${new URLSearchParams(clocks)}`)
  const isPast = read.ok && (clocks.asOf !== undefined || clocks.knownAt !== undefined)
  const found = read.ok && form === null ? await getTrialBalance(viewer, read.params) : null
  return (
    <div data-tone={isPast ? 'past' : undefined}>
      {isPast && (
        <PastStrip
          when={`${timeInWords(clocks.asOf ?? clocks.knownAt ?? '', zone)}, ${zone}`}
          nowHref={PATH}
        />
      )}
      <main id="main" className="column py-8">
        <h1 className="font-semibold text-20">Trial balance</h1>
        <ZoneNote shown={zone} />
        <div className="mt-6 mb-10">
          <MomentForm
            page={PATH}
            name="Trial balance on a date"
            values={isForm ? typed : valuesFrom(read.ok ? clocks : {}, zone)}
            problem={form?.ok === false ? form.problem : null}
          />
        </div>
        {!read.ok && (
          <div className="mt-6">
            <EmptyState title="This date can’t be shown." urgent>
              {sentenceOf(read, FIELDS)}
            </EmptyState>
          </div>
        )}
        {found && (
          <>
            <p className="mt-2 mb-8 max-w-[72ch] text-soft">
              {`Debits and credits ${momentInWords(clocks, zone)}.`}
              {isPast && ` Times in ${zone}.`} Select a figure for its events.
            </p>
            <Books found={found} zone={zone} />
          </>
        )}
      </main>
    </div>
  )
}
