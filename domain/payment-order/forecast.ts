import type { Account } from '@/domain/bank-account/bank-account'
import { type NextStep, nextStepOf } from './due'
import { type ForecastPayment, type Then, takeStep } from './forecast-step'
import type { Order } from './payment-order'
import type { Holidays } from './schedule'

type Asked = {
  /** The accounts that are known, by id; of payments to others only the payer's side is decided. */
  readonly accounts: ReadonlyMap<string, Account>
  /** Those whose payer is known are followed. */
  readonly orders: ReadonlyMap<string, Order>
  readonly now: Date
  /** The end, exclusive. */
  readonly until: Date
  readonly holidays: Holidays
  readonly retriesMs: readonly number[]
  /** The most payments that are foreseen. */
  readonly limit: number
}

/** What an order does next. */
type Due = { readonly orderId: string; readonly at: Date; readonly next: NextStep }

/**
 * What the running orders would pay, if nothing else happened: each step is decided at its own time
 * by the order and by the accounts, so limits, freezes, holds that end and retries count.
 * @returns the payments in their order, without retries that are refused again; `isCut` when there
 * were more than the limit
 */
export function foresee({ limit, holidays, retriesMs, ...asked }: Asked): {
  readonly payments: readonly ForecastPayment[]
  readonly isCut: boolean
} {
  const then: Then = { accounts: new Map(asked.accounts), orders: new Map(asked.orders), retriesMs }
  const due = new Map<string, Due>()
  let { now } = asked
  const plan = (orderId: string) => {
    const order = then.orders.get(orderId)
    const next = order ? nextStepOf(order, holidays) : null
    if (!next) return due.delete(orderId)
    return due.set(orderId, { orderId, next, at: next.at < now ? now : next.at })
  }
  for (const orderId of asked.orders.keys()) plan(orderId)
  const payments: ForecastPayment[] = []
  const refused = new Set<string>()
  for (let one = firstOf(due); one && one.at < asked.until; one = firstOf(due)) {
    if (payments.length === limit) return { payments, isCut: true }
    now = one.at
    const payment = takeStep(one, then)
    plan(one.orderId)
    if (!payment) continue
    const key = `${payment.orderId} ${payment.date}`
    if (payment.outcome !== 'refused' || !refused.has(key)) payments.push(payment)
    if (payment.outcome === 'refused') refused.add(key)
  }
  return { payments, isCut: false }
}

function firstOf(due: ReadonlyMap<string, Due>): Due | null {
  let first: Due | null = null
  for (const one of due.values()) if (!first || isBefore(one, first)) first = one
  return first
}

function isBefore(one: Due, other: Due): boolean {
  const [at, first] = [one.at.getTime(), other.at.getTime()]
  return at < first || (at === first && one.orderId < other.orderId)
}
