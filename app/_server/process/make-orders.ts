import 'server-only'
import { batchIds } from '@/db/ids'
import { countOrders, findDueBatches } from '@/db/payment-orders/payment-batches'
import { dayIn } from '@/domain/bank-account/business-day'
import type { Actor, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { formatAmount } from '@/domain/money/money'
import type { PaymentBatchCommand } from '@/domain/payment-batch/commands'
import type { RefusedRow } from '@/domain/payment-batch/events'
import { type Batch, paymentBatch, paymentBatchStream } from '@/domain/payment-batch/payment-batch'
import { paymentOrder, paymentOrderStream } from '@/domain/payment-order/payment-order'
import type { ReactorParts } from './carry-out'
import { BANK } from './hold-expiry'

/** Batches of one round at most. */
const BATCHES_MAX = 20
/** Orders that are made at once, and told in one event. */
const ORDERS_AT_ONCE = 250

/**
 * Goes on with the batches that were approved: their rows become payment orders, and a batch whose
 * orders are all over is completed. Every process may do it at once, and again after a crash: the ids of
 * orders and commands follow from the batch and the row, so that each row becomes one order.
 * @returns whether more may be due already
 */
export async function goOnWithBatches(parts: ReactorParts, now: Date): Promise<boolean> {
  const due = await findDueBatches(parts.db, now, BATCHES_MAX)
  if (due.length === 0) return false
  const streams = await parts.store.present(due)
  for (const id of due) {
    const stream = streams.get(id)
    const batch = stream && stateOf(paymentBatch, stream)
    if (batch?.status !== 'running') continue
    if (batch.made < batch.rows.length) await makeOrders(parts, id, batch, now)
    else await completeIfOver(parts, id, batch)
  }
  return false
}

async function makeOrders(parts: ReactorParts, id: string, batch: Batch, now: Date): Promise<void> {
  const [first] = await parts.store.getEventStream(id, 1, 1)
  if (!first) throw new Error(`The batch ${id} has no first event`)
  const today = dayIn(batch.timeZone, now)
  for (let from = batch.made; from < batch.rows.length; from += ORDERS_AT_ONCE) {
    const upTo = Math.min(from + ORDERS_AT_ONCE, batch.rows.length)
    const rows = Array.from({ length: upTo - from }, (_, n) => from + n)
    const asked = rows.map(row => orderOf(id, batch, { row, today, actor: first.actor }))
    const answers = await Promise.all(asked.map(parts.execute))
    if (answers.some(({ outcome }) => outcome === 'unavailable')) return
    const refused = answers.flatMap((answer, n): RefusedRow[] => {
      if (answer.outcome !== 'refused') return [] // one that was made on another day is reused
      const line = batch.rows[from + n]?.line ?? 0
      return [{ line, sentence: paymentOrder.sentenceFor(answer.refusal as never) }] // of its own type
    })
    const told = { type: 'RecordOrdersMade', upTo, refused } as const
    const answer = await parts.execute(commandOn(id, batchIds(id).made(upTo), told))
    if (answer.outcome !== 'accepted') return
  }
}

/** A payment whose date passed before the approval is made at once. */
function orderOf(
  id: string,
  batch: Batch,
  { row, today, actor }: { row: number; today: string; actor: Actor },
): CommandEnvelope {
  const { accountId, currency, timeZone, by } = batch
  const its = batch.rows[row]
  if (!its) throw new Error(`The batch ${id} has no row ${row}`)
  const ids = batchIds(id)
  return {
    commandId: ids.makeOrder(row),
    stream: paymentOrderStream(ids.order(row)),
    actor,
    correlationId: id,
    command: {
      type: 'CreatePaymentOrder',
      ...{ accountId, to: its.to, currency, timeZone, by },
      rule: { kind: 'fixed', amount: formatAmount(its.amount, currency) },
      schedule: { first: its.date > today ? its.date : today, every: 'once' },
      reference: its.reference,
      needsApproval: false,
    },
  }
}

async function completeIfOver({ db, execute }: ReactorParts, id: string, batch: Batch) {
  const { rows, unmade } = batch
  const ids = batchIds(id)
  const { ended, paid } = await countOrders(
    db,
    rows.map((_, row) => ids.order(row)),
  )
  if (ended + unmade.length < rows.length) return
  const failed = rows.length - paid
  await execute(commandOn(id, ids.completed, { type: 'CompletePaymentBatch', paid, failed }))
}

function commandOn(id: string, commandId: string, command: PaymentBatchCommand): CommandEnvelope {
  return { commandId, stream: paymentBatchStream(id), actor: BANK, correlationId: id, command }
}
