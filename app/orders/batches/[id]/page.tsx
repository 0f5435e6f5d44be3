import type { Metadata } from 'next'
import { batchStatusWord, paymentsWord, progressWords } from '@/app/_orders/batch-words'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { getBatch } from '@/app/_server/payment-batches/batches'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { Amount } from '@/app/_ui/amount'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { PaymentBatchJson } from '@/app/_wire/payment-batches'
import { NothingHere } from '@/app/nothing-here'
import { PaymentRows, RefusedRows } from '../batch-rows'
import { DecisionForm } from './decision-form'
import { Moving } from './moving'

export const metadata: Metadata = { title: 'Batch' }

/** A batch of payments: its total, its progress, the refused rows, and what can be decided. */
export default async function BatchPage({ params }: PageProps<'/orders/batches/[id]'>) {
  const [viewer, { id }, zone] = await Promise.all([requireViewer(), params, readerZone()])
  const batch = await getBatch(viewer, id)
  if (!batch) return <NothingHere />
  const { status, file, total, currency, payments, refused, madeById } = batch
  const isOwn = madeById === viewer.userId
  const mayApprove = may(viewer, 'approve') && !isOwn
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href="/orders/batches">Batches</TextLink>
      </p>
      <h1 className="wrap-anywhere mt-1 text-16 text-soft">
        <UserText>{file.name}</UserText>
        {` · ${paymentsWord(payments.length)} · ${batchStatusWord(status)}`}
      </h1>
      <p className="font-medium text-20 sm:text-32">
        <Amount value={total} currency={currency} />
      </p>
      <Progress batch={batch} />
      <p className="mt-2 text-soft">
        {'Uploaded by '}
        <UserText>{batch.madeBy}</UserText> <Time instant={batch.madeAt} zone={zone} />
        {batch.decidedBy !== null && (
          <>
            {` · ${DECIDED[status]} by `}
            <UserText>{batch.decidedBy}</UserText>
          </>
        )}
        {' · '}
        <TextLink href={`/accounts/${batch.accountId}`}>Account</TextLink>
        {' · '}
        <TextLink href={`/streams/${batch.batchId}`}>Audit trail</TextLink>
      </p>
      {batch.reason !== null && (
        <p className="mt-2">
          Reason: <UserText>{batch.reason}</UserText>
        </p>
      )}
      {status === 'submitted' && isOwn && (
        <p className="mt-4 text-soft">You uploaded this file, so somebody else must approve it.</p>
      )}
      {status === 'submitted' && (mayApprove || isOwn) && (
        <DecisionForm
          key={batch.version}
          batchId={batch.batchId}
          commandId={newCommandId()}
          {...{ mayApprove, isOwn }}
        />
      )}
      <RefusedRows rows={refused} />
      <PaymentRows rows={payments} currency={currency} />
    </main>
  )
}

const DECIDED: Readonly<Record<PaymentBatchJson['status'], string>> = {
  submitted: 'decided',
  running: 'approved',
  completed: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
}

function Progress({ batch }: { batch: PaymentBatchJson }) {
  const { status, progress, payments } = batch
  if (status !== 'running' && status !== 'completed') return null
  return (
    <div className="mt-3 max-w-xl">
      <p role="status" id="progress">
        {progressWords(progress)}
      </p>
      <progress
        aria-labelledby="progress"
        value={progress.paid + progress.failed}
        max={payments.length}
        className="mt-1 h-2 w-full"
      />
      {status === 'running' && <Moving />}
    </div>
  )
}
