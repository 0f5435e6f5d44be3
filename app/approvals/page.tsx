import type { Metadata } from 'next'
import { readQueue, readQueueCursor } from '@/app/_server/approvals/approvals'
import { askedQuery, type Query } from '@/app/_server/http/address'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { TextLink } from '@/app/_ui/text-link'
import type { ApprovalLineJson } from '@/app/_wire/approvals'
import { NothingHere } from '@/app/nothing-here'
import { ApprovalTable } from './approval-table'
import { WaitingBatches, WaitingOrders } from './waiting-orders'

export const metadata: Metadata = { title: 'Approvals' }

/** The queue of requests that need a second member of the staff; decided ones below. */
export default async function ApprovalsPage({ searchParams }: PageProps<'/approvals'>) {
  const [viewer, query] = await Promise.all([requireViewer(), askedQuery(searchParams)])
  if (mayEnter(viewer, 'readBank')) return <NothingHere />
  const place = { open: cursorIn(query, 'open'), decided: cursorIn(query, 'decided') }
  const [queue, zone] = await Promise.all([readQueue(viewer, place), readerZone()])
  if (!queue) return <NothingHere />
  // Further pages are of one list.
  const isFirst = !place.open && !place.decided
  return (
    <main id="main" className="column py-8">
      <h1 className="font-semibold text-20">Approvals</h1>
      <p className="mt-2 mb-6 max-w-[72ch] text-soft">
        Large reversals, large entries with an earlier effective date, large payment orders and
        batches are done only after a second person has approved them.
      </p>
      {!isFirst && (
        <p className="mb-6">
          <TextLink href="/approvals">First page</TextLink>
        </p>
      )}
      {(isFirst || place.open) && (
        <Part
          id="waiting"
          title="Waiting"
          none="No requests are waiting."
          lines={queue.open}
          zone={zone}
          more={queue.nextOpen === null ? null : { open: queue.nextOpen }}
        />
      )}
      {isFirst && <WaitingOrders viewer={viewer} />}
      {isFirst && <WaitingBatches viewer={viewer} />}
      {(isFirst || place.decided) && (
        <Part
          id="over"
          title="Decided"
          none="Nothing decided yet."
          lines={queue.decided}
          zone={zone}
          more={queue.nextDecided === null ? null : { decided: queue.nextDecided }}
        />
      )}
    </main>
  )
}

function cursorIn(query: Query, name: string) {
  const text = query[name]
  return typeof text === 'string' ? readQueueCursor(text) : null
}

type PartProps = {
  id: string
  title: string
  none: string
  lines: readonly ApprovalLineJson[]
  zone: string
  /** The query of the list's next page; null at its end. */
  more: Record<string, string> | null
}

function Part({ id, title, none, lines, zone, more }: PartProps) {
  return (
    <section aria-labelledby={id} className="mb-10">
      <h2 id={id} className="mb-2 font-medium text-16">
        {title}
      </h2>
      {lines.length === 0 ? (
        <EmptyState title={none} />
      ) : (
        <ApprovalTable caption={`${title} requests`} lines={lines} zone={zone} />
      )}
      {more && (
        <p className="py-4">
          <ButtonLink href={`/approvals?${new URLSearchParams(more)}`}>More requests</ButtonLink>
        </p>
      )}
    </section>
  )
}
