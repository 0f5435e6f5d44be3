import type { Stream } from '@/domain/event-sourcing/ports'
import { eventOf, stateOf } from '@/domain/event-sourcing/stream'
import { upcoming } from '@/domain/payment-order/due'
import { outcomeOf } from '@/domain/payment-order/outcome'
import { PAYMENT_ORDER_TYPE, paymentOrder } from '@/domain/payment-order/payment-order'
import { bankHolidays } from '../bank-holidays'
import type { Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'
import type { Subscriber } from '../feed/subscription'
import { paymentOutcomes, paymentPlans } from '../payments-schema'
import { drizzleOn, newRows } from '../query'
import { beginOf } from './flow-cells'
import { addRows, ROW_KEY, type RowPerStream } from './row-per-stream'

/** The tables that follow the feed under the name `payments`, with their keys. */
export const PAYMENTS_TABLES = {
  payment_plans: ROW_KEY,
  payment_outcomes: ['currency', 'hour', 'outcome'],
} as const

export type PaymentsTable = keyof typeof PAYMENTS_TABLES

/** The subscriber of the insights into payment orders: what they will pay, and what came of it. */
export const payments: Subscriber = {
  name: 'payments',
  aggregateTypes: [PAYMENT_ORDER_TYPE],
  handle: (events, tx) => addPayments(tx, events, table => table),
}

/** Adds events to the live tables, or to the copies of a rebuild. */
export async function addPayments(
  tx: Transaction,
  events: readonly FeedEvent[],
  nameOf: (table: PaymentsTable) => string,
): Promise<void> {
  await addRows(tx, events, PAYMENT_PLAN_ROWS, nameOf('payment_plans'))
  await addOutcomes(tx, events, nameOf('payment_outcomes'))
}

type PlanRow = Readonly<typeof paymentPlans.$inferSelect>

export const PAYMENT_PLAN_ROWS: RowPerStream<PlanRow> = {
  name: 'payments',
  aggregateType: PAYMENT_ORDER_TYPE,
  table: paymentPlans,
  rowOf: planRow,
  read: tx => drizzleOn(tx).select().from(paymentPlans),
}

function planRow(stream: Stream): PlanRow | null {
  const order = stateOf(paymentOrder, stream)
  if (!order || order.status === 'none') return null
  const { status, rule, next, currency, schedule } = order
  const [first] = status === 'scheduled' ? upcoming(order, bankHolidays(), 1) : []
  return {
    aggregateId: stream.aggregateId,
    version: stream.version,
    nextOn: first?.on ?? null,
    amount: rule.kind === 'fixed' ? rule.amount : null,
    next,
    currency,
    schedule,
  }
}

const HOUR_MS = 3_600_000

async function addOutcomes(
  tx: Transaction,
  events: readonly FeedEvent[],
  name: string,
): Promise<void> {
  const rows = new Map<string, typeof paymentOutcomes.$inferInsert>()
  for (const { recorded } of events) {
    const event = eventOf(paymentOrder, recorded)
    const found = event && outcomeOf(event)
    if (!found) continue
    const { currency, outcome, amount } = found
    const hour = beginOf(recorded.occurredAt, HOUR_MS)
    const key = `${+hour} ${currency} ${outcome}`
    const row = rows.get(key) ?? { hour, currency, outcome, payments: 0, amount: 0n }
    rows.set(key, { ...row, payments: row.payments + 1, amount: row.amount + amount })
  }
  if (rows.size === 0) return
  await tx`
    insert into ${tx(name)} as o ${newRows(tx, paymentOutcomes, [...rows.values()])}
    on conflict (currency, hour, outcome) do update set
      payments = o.payments + excluded.payments, amount = o.amount + excluded.amount`
}
