import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { dueFrom } from '@/domain/payment-batch/next'
import { PAYMENT_BATCH_TYPE, paymentBatch } from '@/domain/payment-batch/payment-batch'
import type { PaymentBatchRow } from '../payment-orders/payment-batches'
import { paymentBatches as table } from '../payments-schema'
import { drizzleOn } from '../query'
import { type RowPerStream, subscriberOf } from './row-per-stream'

export const PAYMENT_BATCH_ROWS: RowPerStream<PaymentBatchRow> = {
  name: 'payment-batches',
  aggregateType: PAYMENT_BATCH_TYPE,
  table,
  rowOf: paymentBatchRow,
  read: tx => drizzleOn(tx).select().from(table),
}

/** The subscriber of the batches of each account, and of what the bank has to do for them. */
export const paymentBatches = subscriberOf(PAYMENT_BATCH_ROWS)

/** The row of a batch; null for a stream of another type, or without events. */
function paymentBatchRow(stream: Stream): PaymentBatchRow | null {
  const batch = stateOf(paymentBatch, stream)
  if (!batch || batch.status === 'none' || !stream.startedAt || !stream.createdAt) return null
  return {
    aggregateId: stream.aggregateId,
    accountId: batch.accountId,
    version: stream.version,
    status: batch.status,
    dueAt: dueFrom(batch),
    madeAt: stream.startedAt,
    changedAt: stream.createdAt,
  }
}
