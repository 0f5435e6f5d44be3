import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { nextStepOf } from '@/domain/payment-order/due'
import { PAYMENT_ORDER_TYPE, paymentOrder } from '@/domain/payment-order/payment-order'
import { bankHolidays } from '../bank-holidays'
import type { PaymentOrderRow } from '../payment-orders/payment-orders'
import { paymentOrders as table } from '../payments-schema'
import { drizzleOn } from '../query'
import { type RowPerStream, subscriberOf } from './row-per-stream'

export const PAYMENT_ORDER_ROWS: RowPerStream<PaymentOrderRow> = {
  name: 'payment-orders',
  aggregateType: PAYMENT_ORDER_TYPE,
  table,
  rowOf: paymentOrderRow,
  read: tx => drizzleOn(tx).select().from(table),
}

/** The subscriber of what is due, and of the orders of each account. */
export const paymentOrders = subscriberOf(PAYMENT_ORDER_ROWS)

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
