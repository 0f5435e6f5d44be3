import type { Metadata } from 'next'
import { BatchList } from '@/app/_orders/batch-list'
import { listBatches } from '@/app/_server/payment-batches/batches'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { TextLink } from '@/app/_ui/text-link'

export const metadata: Metadata = { title: 'Batches' }

/** The newest batches of payments from the reader’s accounts, or of the bank. */
export default async function BatchesPage() {
  const viewer = await requireViewer()
  const batches = (await listBatches(viewer)) ?? []
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href="/orders">Payment orders</TextLink>
      </p>
      <div className="mt-1 mb-4 flex flex-wrap items-center gap-2">
        <h1 className="mr-auto font-semibold text-20">Batches</h1>
        {may(viewer, 'transfer') && (
          <ButtonLink href="/orders/batches/new" prefetch={false} look="primary">
            Upload a file
          </ButtonLink>
        )}
      </div>
      {batches.length === 0 ? (
        <EmptyState title="No batches yet.">
          A batch is a file of many payments, such as salaries, with one approval.
        </EmptyState>
      ) : (
        <BatchList batches={batches} />
      )}
    </main>
  )
}
