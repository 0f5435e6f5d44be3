import type { Metadata } from 'next'
import { ownSources } from '@/app/_server/accounts/payees'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { mayDo } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { TextLink } from '@/app/_ui/text-link'
import { UploadForm } from './upload-form'

export const metadata: Metadata = { title: 'New batch' }

/** A new batch of payments from a file. */
export default async function NewBatchPage() {
  const viewer = await requireViewer()
  const barred = mayDo(viewer, 'transfer')
  const isCustomer = viewer.role === 'customer'
  const sources = barred ? [] : await ownSources(viewer)
  const hasNone = isCustomer && sources.length === 0
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href="/orders/batches">Batches</TextLink>
      </p>
      <h1 className="mt-1 font-semibold text-20">New batch</h1>
      {barred || hasNone ? (
        <p className="mt-6 text-soft">{barred?.detail ?? 'You have no account to pay from.'}</p>
      ) : (
        <UploadForm
          commandId={newCommandId()}
          sources={sources.map(({ number, owner, currency }) => ({
            number,
            label: `${owner}, ${currency}, ${number}`,
          }))}
        />
      )}
    </main>
  )
}
