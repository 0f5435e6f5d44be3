import { accountStream } from '@/domain/bank-account/account-stream'
import type { Account } from '@/domain/bank-account/bank-account'
import type { Transfer } from '@/domain/bank-account/commands'
import { openBank } from '@/domain/bank-account/testing/bank'
import type { AnyOperation } from '@/domain/event-sourcing/operation'
import { formatAmount } from '@/domain/money/money'
import type { MakePayment, PaymentOrderCommand } from '@/domain/payment-order/commands'
import { type NextStep, nextStepOf } from '@/domain/payment-order/due'
import { type Order, paymentOrder, paymentOrderStream } from '@/domain/payment-order/payment-order'
import { wholePayment } from '@/domain/payment-order/whole-payment'
import { unreachable } from '@/domain/unreachable'

export type Paid = { readonly orderId: string; readonly at: Date; readonly amount: bigint }

export const HOUR_MS = 3_600_000

/**
 * What orders do in a bank in memory whose clock moves by the hour: every command is sent to its
 * stream. `refused` are the types of the accounts' refusals.
 */
export function execute(
  orders: ReadonlyMap<string, Order>,
  accounts: ReadonlyMap<string, Account>,
  { from, until }: { readonly from: Date; readonly until: Date },
) {
  const bank = openBank([paymentOrder], { MakePayment: wholePayment as AnyOperation })
  for (const [id, state] of accounts) bank.put(accountStream(id), state, from)
  for (const [id, state] of orders) bank.put(paymentOrderStream(id), state, from)
  const orderOf = (orderId: string) => bank.streams.get(orderId)?.state as Order
  const paid: Paid[] = []
  const refused = new Set<string>()
  for (let at = from; at < until; at = new Date(at.getTime() + HOUR_MS)) {
    for (const orderId of orders.keys()) {
      while (true) {
        const before = orderOf(orderId)
        const next = nextStepOf(before, new Set())
        if (!next || next.at > at) break
        const command = commandOf(next, { bank, order: before, at })
        if (command.type === 'RecordPaymentFailure') refused.add(command.refusal.type)
        const { answer } = bank.sendTo(paymentOrderStream(orderId), command, at)
        if (answer.outcome !== 'accepted') throw new Error(`The order refuses ${command.type}`)
        const amount = orderOf(orderId).paid - before.paid
        if (amount > 0n) paid.push({ orderId, at, amount })
      }
    }
  }
  return { paid, refused }
}

type Now = {
  readonly bank: ReturnType<typeof openBank>
  readonly order: Order
  readonly at: Date
}

function commandOf(next: NextStep, now: Now): PaymentOrderCommand | MakePayment {
  switch (next.step) {
    case 'begin': {
      const { index, date, on } = next
      const { accountId, to, by } = now.order
      const maker = { ...by, role: 'customer' }
      const of = { commandId: now.bank.newId(), accountId, toAccountId: to.accountId, maker }
      return { type: 'MakePayment', index, date, on, ...of }
    }
    case 'retry':
      return { type: 'RetryPayment', date: next.date, attempt: next.attempt }
    case 'pay':
      return pay(next, now)
    case 'end':
      return { type: 'EndPaymentOrder' }
    default:
      return unreachable(next)
  }
}

function pay(
  { date, attempt, amount }: Extract<NextStep, { step: 'pay' }>,
  { bank, order: { accountId, to, currency }, at }: Now,
): PaymentOrderCommand {
  const tried = { date, attempt, commandId: bank.newId() }
  const command: Transfer = {
    ...{ type: 'Transfer', transferId: tried.commandId, toAccountId: to.accountId },
    ...{ amount: formatAmount(amount, currency), reference: null },
  }
  const { answer } = bank.send(accountId, command, at)
  return answer.outcome === 'refused'
    ? { type: 'RecordPaymentFailure', ...tried, refusal: answer.refusal }
    : { type: 'RecordPayment', ...tried, entries: { from: 1, to: 1 } }
}
