import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { sentenceOf } from '@/app/_server/http/params'
import { readAccessLog, readAccessParams } from '@/app/_server/people/access-list'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { NothingHere } from '@/app/nothing-here'
import { AccessFilters } from './access-filters'
import { AccessTable } from './access-table'

export const metadata: Metadata = { title: 'Access log' }

const NAMES = {
  person: 'Person',
  kind: 'Kind',
  address: 'Address',
  from: 'From',
  to: 'To',
} as const

/** Who came in, what they were refused, exports, and at whose accounts the staff looked. */
export default async function AccessPage({ searchParams }: PageProps<'/access'>) {
  const [viewer, zone, query] = await Promise.all([
    requireViewer(),
    readerZone(),
    askedQuery(searchParams),
  ])
  if (mayEnter(viewer, 'readAccessLog')) return <NothingHere />
  const asked = new URLSearchParams()
  for (const name of [...Object.keys(NAMES), 'cursor']) {
    const value = query[name]
    if (typeof value === 'string' && value.trim() !== '') asked.set(name, value.trim())
  }
  const read = readAccessParams(`http://bank/?${asked}&zone=${encodeURIComponent(zone)}`)
  const page = read.ok ? await readAccessLog(viewer, read.params) : null
  if (page && 'status' in page) return <NothingHere />
  const place = asked.get('cursor')
  asked.delete('cursor')
  const next = new URLSearchParams(asked)
  if (page?.nextCursor) next.set('cursor', page.nextCursor)
  return (
    <main id="main" className="column py-8">
      <h1 className="mb-6 font-semibold text-20">Access log</h1>
      <AccessFilters asked={asked} zone={zone} fault={read.ok ? null : sentenceOf(read, NAMES)} />
      {page && page.items.length > 0 && <AccessTable entries={page.items} zone={zone} />}
      {page && page.items.length === 0 && (
        <EmptyState title={place === null ? 'No matching entries' : 'No more entries'}>
          {asked.size > 0 && 'Remove or widen a filter.'}
        </EmptyState>
      )}
      {page?.nextCursor && (
        <p className="py-4">
          <ButtonLink href={`/access?${next}`}>Older entries</ButtonLink>
        </p>
      )}
    </main>
  )
}
