import 'server-only'
import { answerProblem } from '@/app/_server/http/problems'
import { recordDenial } from '@/app/_server/people/denials'
import { mustProve } from '@/app/_server/people/proof'
import { mayDo, type Right } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { executeInTime } from '@/app/_server/process/execute-in-time'
import type { BatchBody, PaymentBatchJson } from '@/app/_wire/payment-batches'
import type { Problem } from '@/app/_wire/types'
import { findAccounts } from '@/db/accounts/accounts'
import type { PaymentBatchCommand } from '@/domain/payment-batch/commands'
import { paymentBatchStream } from '@/domain/payment-batch/payment-batch'
import { batchJson, batchNotFound, findBatch, type KnownBatch } from './batches'

/** The right that each command takes, on the account that pays. */
const RIGHT_FOR = {
  ApprovePaymentBatch: 'approve',
  RejectPaymentBatch: 'approve',
  WithdrawPaymentBatch: 'transfer',
} as const satisfies Record<BatchBody['type'], Right>

/** Executes a decision on a batch. */
export async function commandBatch(
  viewer: Viewer,
  body: BatchBody,
  zone: string,
): Promise<{ readonly batch: PaymentBatchJson } | Problem> {
  const known = await findBatch(body.batchId)
  const barred = await barredFrom(viewer, body, known)
  if (barred || !known) {
    recordDenial(viewer, { right: body.type, subject: known?.batch.accountId ?? null })
    return barred ?? batchNotFound()
  }
  const { batch } = known
  const stream = paymentBatchStream(known.stream.aggregateId)
  const moved = { minor: batch.total, currency: batch.currency }
  const isApproval = body.type === 'ApprovePaymentBatch'
  const unproven = isApproval ? mustProve(viewer, 'approve', moved) : null
  if (unproven) return unproven
  const by = { id: viewer.userId, name: viewer.name, kind: viewer.kind }
  const command: PaymentBatchCommand =
    body.type === 'RejectPaymentBatch'
      ? { type: body.type, by, reason: body.reason }
      : { type: body.type, by }
  const answer = await executeInTime({
    commandId: body.commandId,
    stream,
    actor: { id: viewer.userId, name: viewer.name, role: viewer.role },
    correlationId: stream.id,
    command,
  })
  if (answer.outcome !== 'accepted') return answerProblem(stream.type, answer, {}, zone)
  const after = await findBatch(stream.id)
  return after ? { batch: await batchJson(after) } : batchNotFound()
}

async function barredFrom(
  viewer: Viewer,
  { type }: BatchBody,
  known: KnownBatch | null,
): Promise<Problem | null> {
  const right = RIGHT_FOR[type]
  const [payer] = known ? await findAccounts(bank().db, [known.batch.accountId]) : []
  if (!payer) return mayDo(viewer, right) ?? batchNotFound()
  const barred = mayDo(viewer, right, payer)
  return barred?.status === 404 ? batchNotFound() : barred
}
