import { accountStream } from '@/domain/bank-account/account-stream'
import { type Account, bankAccount } from '@/domain/bank-account/bank-account'
import type { Transfer } from '@/domain/bank-account/commands'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { payOut, transfer } from '@/domain/bank-account/transfer'
import type { AnyRefusal, Context } from '@/domain/event-sourcing/aggregate'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import { formatAmount } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import type { PaymentOrderCommand } from './commands'
import type { NextStep } from './due'
import { type Order, paymentOrder } from './payment-order'
import { amountDue } from './payments'

export type ForecastPayment = {
  readonly orderId: string
  /** Of the schedule. */
  readonly date: DateText
  /** When it is decided. */
  readonly at: Date
  readonly payerId: string
  readonly payeeId: string
  /** In minor units; 0 when there is nothing to pay. */
  readonly amount: bigint
  readonly outcome: 'paid' | 'nothing' | 'refused'
  /** Why an account would refuse it. */
  readonly refusal: AnyRefusal | null
  /** The payee's balance is not known, so that this is the most that it can be. */
  readonly isAtMost: boolean
}

/** The accounts and orders as they are at a step. */
export type Then = {
  readonly accounts: Map<string, Account>
  readonly orders: Map<string, Order>
  readonly retriesMs: readonly number[]
}

type Step = { readonly orderId: string; readonly at: Date; readonly next: NextStep }

/**
 * Takes the next step of an order as the bank does. An order that refuses it, or whose payer is not
 * known, is followed no longer.
 * @returns the payment that the step decided
 */
export function takeStep(step: Step, then: Then): ForecastPayment | null {
  const { orderId, at, next } = step
  const order = then.orders.get(orderId)
  const payer = order && then.accounts.get(order.accountId)
  if (!order || !payer) {
    then.orders.delete(orderId)
    return null
  }
  const told = { orderId, at, payerId: order.accountId, payeeId: order.to.accountId }
  switch (next.step) {
    case 'begin': {
      const payee = then.accounts.get(order.to.accountId)
      const due = amountDue(order.rule, payer, payee ?? { balance: 0n }, at)
      const { index, date, on } = next
      const amount = due === null ? null : formatAmount(due, order.currency)
      send({ type: 'BeginPayment', index, date, on, amount }, step, then)
      const nothing = { amount: 0n, outcome: 'nothing', refusal: null, isAtMost: false } as const
      return due === null ? { ...told, date, ...nothing } : null
    }
    case 'pay': {
      const refusal = pay(order, next.amount, at, then)
      const { date, attempt, amount } = next
      const tried = { date, attempt, commandId: orderId }
      const outcome: PaymentOrderCommand = refusal
        ? { type: 'RecordPaymentFailure', ...tried, refusal, retriesMs: then.retriesMs }
        : { type: 'RecordPayment', ...tried, entries: { from: 0, to: 0 } }
      send(outcome, step, then)
      const isAtMost = order.rule.kind === 'top-up' && !then.accounts.has(order.to.accountId)
      return { ...told, date, amount, outcome: refusal ? 'refused' : 'paid', refusal, isAtMost }
    }
    case 'retry':
      send({ type: 'RetryPayment', date: next.date, attempt: next.attempt }, step, then)
      return null
    case 'end':
      send({ type: 'EndPaymentOrder' }, step, then)
      return null
    default:
      return unreachable(next)
  }
}

function send(command: PaymentOrderCommand, { orderId, at }: Step, { orders }: Then) {
  const order = orders.get(orderId)
  const decision = order && paymentOrder.decide(command, order, contextOf(orderId, at))
  orders.delete(orderId)
  if (!order || decision?.outcome !== 'accepted') return
  const after = decision.events.reduce(paymentOrder.evolve, order)
  if (after.status !== 'none') orders.set(orderId, after)
}

/** Moves the money between the known accounts; or says why one of them refuses it. */
function pay(order: Order, amount: bigint, at: Date, { accounts }: Then): AnyRefusal | null {
  const { accountId, to, currency, reference } = order
  const [payer, payee] = [accounts.get(accountId), accounts.get(to.accountId)]
  if (!payer) throw new Error('A payment without a known payer is not foreseen')
  const command: Transfer = {
    ...{ type: 'Transfer', transferId: accountId, toAccountId: to.accountId, reference },
    amount: formatAmount(amount, currency),
  }
  const record = (account: Account, event: BankAccountEvent) => {
    const after = bankAccount.evolve(account, event)
    if (after.status !== 'none') accounts.set(account.accountId, after)
  }
  if (!payee) {
    const moved = payOut(command, payer, { ...to, currency }, contextOf(accountId, at))
    if (!('event' in moved)) return moved
    record(payer, moved.event)
    return null
  }
  const views = [payer, payee].map(state => ({
    ...{ ...accountStream(state.accountId), state, version: 1 },
    ...contextOf(state.accountId, at),
  }))
  const decision = transfer.decide(command, views)
  if (decision.outcome === 'refused') return decision.refusal
  for (const { streamId, event } of decision.events) {
    const account = accounts.get(streamId)
    if (account) record(account, event as BankAccountEvent) // a transfer has no others
  }
  return null
}

function contextOf(id: string, now: Date): Context<never> {
  return { id, now, startedAt: null, facts: null }
}
