import type { Metadata } from 'next'
import { LISTED_MAX, readQueue } from '@/app/_server/approvals/approvals'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { EmptyState } from '@/app/_ui/empty-state'
import type { ApprovalLineJson } from '@/app/_wire/approvals'
import { NothingHere } from '@/app/nothing-here'
import { ApprovalTable } from './approval-table'

export const metadata: Metadata = { title: 'Approvals' }

/** The queue of requests that need a second member of the staff; decided ones below. */
export default async function ApprovalsPage() {
  const viewer = await requireViewer()
  if (mayEnter(viewer, 'readBank')) return <NothingHere />
  const [queue, zone] = await Promise.all([readQueue(viewer), readerZone()])
  if (!queue) return <NothingHere />
  return (
    <main id="main" className="column py-8">
      <h1 className="font-semibold text-20">Approvals</h1>
      <p className="mt-2 mb-6 max-w-[72ch] text-soft">
        Large reversals and large entries with an earlier effective date are done only after a
        second teller has approved them.
      </p>
      <Part
        id="waiting"
        title="Waiting"
        none="Nothing is waiting."
        lines={queue.open}
        zone={zone}
      />
      <Part
        id="over"
        title="Decided"
        none="Nothing decided yet."
        lines={queue.decided}
        zone={zone}
      />
    </main>
  )
}

type PartProps = {
  id: string
  title: string
  none: string
  lines: readonly ApprovalLineJson[]
  zone: string
}

function Part({ id, title, none, lines, zone }: PartProps) {
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
      {lines.length === LISTED_MAX && (
        <p className="py-3 text-12 text-faint">{`The first ${LISTED_MAX} are shown.`}</p>
      )}
    </section>
  )
}
