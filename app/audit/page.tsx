import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { readerOrder, readerZone } from '@/app/_time/reader'
import { readSearch } from '@/app/_timeline/read-search'
import { TimelineSection } from '@/app/_timeline/timeline-section'
import { NothingHere } from '@/app/nothing-here'

export const metadata: Metadata = { title: 'Audit trail' }

/** The timeline of the whole bank, for staff. */
export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const [viewer, query] = await Promise.all([requireViewer(), askedQuery(searchParams)])
  if (mayEnter(viewer, 'readBankEvents')) return <NothingHere />
  const [zone, order] = await Promise.all([readerZone(), readerOrder()])
  const { read, cursor, scripts } = readSearch(query)
  return (
    <main id="main" className="column py-6">
      <header className="mb-5">
        <h1 className="font-semibold text-20">Audit trail</h1>
        <p className="text-soft">All events at the bank.</p>
      </header>
      <TimelineSection {...{ viewer, stream: null, read, zone, order, cursor, scripts }} />
    </main>
  )
}
