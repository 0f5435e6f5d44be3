import type { Metadata } from 'next'
import Link from 'next/link'
import { listBatches } from '@/app/_server/payment-batches/batches'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { Amount } from '@/app/_ui/amount'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import { batchPath, batchStatusWord, paymentsWord, progressWords } from './batch-words'

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
        <ul className="border-rule border-t">
          {batches.map(({ batchId, file, status, total, currency, payments, progress, madeBy }) => (
            <li
              key={batchId}
              className="relative flex flex-wrap items-baseline gap-x-6 gap-y-1 border-rule border-b py-3 hover:bg-sunken"
            >
              <span className="min-w-48 grow">
                <Link
                  href={batchPath(batchId)}
                  prefetch={false}
                  className="wrap-anywhere font-medium after:absolute after:inset-0"
                >
                  <UserText>{file.name}</UserText>
                </Link>
                <span className="block text-12 text-soft">
                  {paymentsWord(payments)} · uploaded by <UserText>{madeBy}</UserText>
                </span>
              </span>
              <span className="text-12 text-soft">
                {status === 'running' || status === 'completed'
                  ? `${batchStatusWord(status)} · ${progressWords(progress)}`
                  : batchStatusWord(status)}
              </span>
              <Amount value={total} currency={currency} className="ml-auto font-medium" />
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}
