import type { Metadata } from 'next'
import { readDormantParams } from '@/app/_server/bank/bank-params'
import { DORMANT_DAYS, listDormant } from '@/app/_server/bank/insights'
import { askedQuery } from '@/app/_server/http/address'
import { sentenceOf } from '@/app/_server/http/params'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { TextField } from '@/app/_ui/field'
import { NothingHere } from '@/app/nothing-here'
import { QuietTable } from '../quiet-table'

export const metadata: Metadata = { title: 'Dormant accounts' }

/** The accounts without a movement for so many days, the longest first. */
export default async function DormantPage({ searchParams }: PageProps<'/bank/insights/dormant'>) {
  const [viewer, query] = await Promise.all([requireViewer(), askedQuery(searchParams)])
  if (mayEnter(viewer, 'readBank')) return <NothingHere />
  const text = (name: string) => {
    const value = query[name]
    return typeof value === 'string' && value !== '' ? { [name]: value } : {}
  }
  const asked = { ...text('days'), ...text('cursor') }
  const read = readDormantParams(`http://bank/?${new URLSearchParams(asked)}`)
  const page = read.ok ? await listDormant(viewer, read.params) : null
  const days = read.ok ? (read.params.days ?? DORMANT_DAYS) : (asked.days ?? '').slice(0, 20)
  return (
    <main id="main" className="column py-8">
      <h1 className="mb-6 font-semibold text-20">Dormant accounts</h1>
      <form
        action="/bank/insights/dormant"
        aria-label="Dormant accounts"
        className="flex max-w-md items-start gap-3"
      >
        <TextField
          id="days"
          name="days"
          label="No events for"
          unit="days"
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
          defaultValue={days}
          error={read.ok ? null : sentenceOf(read, { days: 'No events for' })}
        />
        <Button type="submit" look="primary" className="mt-5">
          Show
        </Button>
      </form>
      {page && (page.items.length > 0 || asked.cursor) && (
        <div className="mt-6">
          <QuietTable caption="Dormant accounts, longest first" accounts={page.items} />
        </div>
      )}
      {page && page.items.length === 0 && (
        <div className="mt-6">
          <EmptyState title={asked.cursor ? 'No more dormant accounts' : 'No dormant accounts'} />
        </div>
      )}
      <p className="flex flex-wrap gap-2 py-4">
        {page?.nextCursor && (
          <ButtonLink href={`/bank/insights/dormant?days=${days}&cursor=${page.nextCursor}`}>
            Next page
          </ButtonLink>
        )}
        <ButtonLink href="/bank/insights" look="bare" className="first:-ml-3">
          Back to insights
        </ButtonLink>
      </p>
    </main>
  )
}
