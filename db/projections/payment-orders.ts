import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { nextStepOf } from '@/domain/payment-order/due'
import { PAYMENT_ORDER_TYPE, paymentOrder } from '@/domain/payment-order/payment-order'
import { bankHolidays } from '../bank-holidays'
import type { Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'
import type { Subscriber } from '../feed/subscription'
import type { PaymentOrderRow } from '../payment-orders/payment-orders'
import { paymentOrders as table } from '../payments-schema'
import { drizzleOn, newRows } from '../query'
import { type RowPerStream, rowsAfter } from './row-per-stream'

/** The table that follows the feed under the name `payment-orders`, with its key. */
export const PAYMENT_ORDERS_TABLES = { payment_orders: ['aggregate_id'] } as const

/** The subscriber of what is due, and of the orders of each account. */
export const paymentOrders: Subscriber = {
  name: 'payment-orders',
  aggregateTypes: [PAYMENT_ORDER_TYPE],
  handle: (events, tx) => addPaymentOrders(tx, events, 'payment_orders'),
}

/** Writes the rows of the streams of these events, in the live table or in the copy of a rebuild. */
export async function addPaymentOrders(
  tx: Transaction,
  events: readonly FeedEvent[],
  name: string,
): Promise<void> {
  const rows = await rowsAfter(tx, events, PAYMENT_ORDER_ROWS)
  if (rows.length === 0) return
  await tx`
    insert into ${tx(name)} as o ${newRows(tx, table, rows)}
    on conflict (aggregate_id) do update set
      version = excluded.version, status = excluded.status, due_at = excluded.due_at,
      changed_at = excluded.changed_at`
}

/** The row of an order; null for a stream of another type, or without events. */
function paymentOrderRow(stream: Stream): PaymentOrderRow | null {
  const order = stateOf(paymentOrder, stream)
  if (!order || order.status === 'none' || !stream.startedAt || !stream.createdAt) return null
  return {
    aggregateId: stream.aggregateId,
    accountId: order.accountId,
    toAccountId: order.to.accountId,
    version: stream.version,
    status: order.status,
    dueAt: nextStepOf(order, bankHolidays())?.at ?? null,
    madeAt: stream.startedAt,
    changedAt: stream.createdAt,
  }
}

export const PAYMENT_ORDER_ROWS: RowPerStream<PaymentOrderRow> = {
  name: 'payment-orders',
  rowOf: paymentOrderRow,
  read: tx => drizzleOn(tx).select().from(table),
}
