import { dayIn } from '@/domain/bank-account/business-day'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import type { OpenPayment, Order } from './payment-order'
import { amountBy } from './payments'
import { datesFrom, type Holidays } from './schedule'

/** An account as a forecast begins with it, in minor units. */
export type Funds = {
  readonly balance: bigint
  /** What holds keep back; a forecast keeps them as they are. */
  readonly held: bigint
  readonly overdraftLimit: bigint
}

export type ForecastPayment = {
  readonly orderId: string
  /** The day on which it is paid. */
  readonly on: DateText
  readonly payerId: string
  readonly payeeId: string
  /** In minor units; 0 when there is nothing to pay. */
  readonly amount: bigint
  /** `short`: the payer would not have the money. */
  readonly outcome: 'paid' | 'nothing' | 'short'
  /** The payee's balance is not known, so that this is the most that it can be. */
  readonly isAtMost: boolean
}

type Asked = {
  /** The accounts that are known, by id; payments to others are made, whatever they have. */
  readonly funds: ReadonlyMap<string, Funds>
  readonly orders: ReadonlyMap<string, Order>
  readonly today: DateText
  readonly until: DateText
  readonly holidays: Holidays
  /** The most payments that are foreseen. */
  readonly limit: number
}

/**
 * What the running orders would pay from today until a day, if nothing else happened: by the
 * functions that the bank pays by. A payment without enough money is left out.
 * @returns the payments in their order; `isCut` when there were more than the limit
 */
export function foresee({ funds, orders, ...asked }: Asked): {
  readonly payments: readonly ForecastPayment[]
  readonly isCut: boolean
} {
  const now = new Map(funds)
  const due = [...orders].flatMap(([orderId, order]) => dueOf(orderId, order, asked))
  due.sort((a, b) => (a.on === b.on ? compare(a.orderId, b.orderId) : compare(a.on, b.on)))
  const payments = due.slice(0, asked.limit).map(one => pay(one, now))
  return { payments, isCut: due.length > asked.limit }
}

type DuePayment = {
  readonly orderId: string
  readonly order: Order
  readonly on: DateText
  /** The amount of a payment that was begun already. */
  readonly begun: bigint | null
}

function dueOf(
  orderId: string,
  order: Order,
  { today, until, holidays, limit }: Omit<Asked, 'funds' | 'orders'>,
): DuePayment[] {
  if (order.status !== 'scheduled') return []
  const { open } = order
  const retried = open && {
    orderId,
    order,
    on: later(today, triedOn(open, order)),
    begun: open.amount,
  }
  const dated = datesFrom(order.schedule, order.next, holidays, limit + 1).map(({ on }) => ({
    ...{ orderId, order, on: later(today, on), begun: null },
  }))
  return [...(retried ? [retried] : []), ...dated].filter(({ on }) => on <= until)
}

function triedOn({ date, retryAt }: OpenPayment, { timeZone }: Order): DateText {
  return retryAt === null ? date : dayIn(timeZone, new Date(retryAt))
}

/** Moves the money between the known accounts. */
function pay({ orderId, order, on, begun }: DuePayment, now: Map<string, Funds>): ForecastPayment {
  const { accountId: payerId, to, rule } = order
  const [payer, payee] = [now.get(payerId), now.get(to.accountId)]
  const available = payer ? payer.balance - payer.held : 0n
  const amount = begun ?? amountBy(rule, { available, payeeBalance: payee?.balance ?? 0n }) ?? 0n
  const isAtMost = begun === null && rule.kind === 'top-up' && !payee
  const told = { orderId, on, payerId, payeeId: to.accountId, amount, isAtMost }
  if (amount === 0n) return { ...told, outcome: 'nothing' }
  if (payer && amount > available + payer.overdraftLimit) return { ...told, outcome: 'short' }
  if (payer) now.set(payerId, { ...payer, balance: payer.balance - amount })
  if (payee) now.set(to.accountId, { ...payee, balance: payee.balance + amount })
  return { ...told, outcome: 'paid' }
}

function later(one: DateText, other: DateText): DateText {
  return one > other ? one : other
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
