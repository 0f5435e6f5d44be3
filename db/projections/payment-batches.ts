import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { dueFrom } from '@/domain/payment-batch/next'
import { PAYMENT_BATCH_TYPE, paymentBatch } from '@/domain/payment-batch/payment-batch'
import type { Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'
import type { Subscriber } from '../feed/subscription'
import type { PaymentBatchRow } from '../payment-orders/payment-batches'
import { paymentBatches as table } from '../payments-schema'
import { drizzleOn, newRows } from '../query'
import { type RowPerStream, rowsAfter } from './row-per-stream'

/** The table that follows the feed under the name `payment-batches`, with its key. */
export const PAYMENT_BATCHES_TABLES = { payment_batches: ['aggregate_id'] } as const

/** The subscriber of the batches of each account, and of what the bank has to do for them. */
export const paymentBatches: Subscriber = {
  name: 'payment-batches',
  aggregateTypes: [PAYMENT_BATCH_TYPE],
  handle: (events, tx) => addPaymentBatches(tx, events, 'payment_batches'),
}

/** Writes the rows of the streams of these events, in the live table or in the copy of a rebuild. */
export async function addPaymentBatches(
  tx: Transaction,
  events: readonly FeedEvent[],
  name: string,
): Promise<void> {
  const rows = await rowsAfter(tx, events, PAYMENT_BATCH_ROWS)
  if (rows.length === 0) return
  await tx`
    insert into ${tx(name)} as b ${newRows(tx, table, rows)}
    on conflict (aggregate_id) do update set
      version = excluded.version, status = excluded.status, due_at = excluded.due_at,
      changed_at = excluded.changed_at`
}

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

export const PAYMENT_BATCH_ROWS: RowPerStream<PaymentBatchRow> = {
  name: 'payment-batches',
  rowOf: paymentBatchRow,
  read: tx => drizzleOn(tx).select().from(table),
}
