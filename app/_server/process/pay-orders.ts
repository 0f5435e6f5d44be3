import 'server-only'
import { paymentCommandIds } from '@/db/ids'
import { findDueOrders } from '@/db/payment-orders/payment-orders'
import { accountStream } from '@/domain/bank-account/account-stream'
import { availableAt } from '@/domain/bank-account/available'
import { accountOf } from '@/domain/bank-account/bank-account'
import type { Transfer } from '@/domain/bank-account/commands'
import type { Actor, Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { formatAmount } from '@/domain/money/money'
import type { PaymentOrderCommand } from '@/domain/payment-order/commands'
import { type NextStep, nextStepOf } from '@/domain/payment-order/due'
import { type Order, paymentOrder, paymentOrderStream } from '@/domain/payment-order/payment-order'
import { amountBy } from '@/domain/payment-order/payments'
import type { Holidays } from '@/domain/payment-order/schedule'
import { unreachable } from '@/domain/unreachable'
import { type ReactorParts, refusalIn } from './carry-out'
import { BANK } from './hold-expiry'

/** Orders of one round at most; a full round is followed by the next at once. */
const ORDERS_MAX = 200
/** An order that has stood still for long takes one date after the other, so many in a round. */
const STEPS_MAX = 30

type Payer = Pick<ReactorParts, 'store' | 'execute'>

/** An order as it is read for a step. */
type Read = { readonly id: string; readonly version: number; readonly order: Order }

/**
 * Takes the orders that are due as far as they go now. Every process may do it at once, and again
 * after a crash: the amount of a payment is recorded before its transfer, and the ids of all
 * commands follow from the order, so that each date is paid once.
 * @returns whether more may be due already
 */
export async function payDueOrders(
  parts: ReactorParts,
  holidays: Holidays,
  now: Date,
): Promise<boolean> {
  const due = await findDueOrders(parts.db, now, ORDERS_MAX)
  const done = await Promise.all(due.map(id => advance(parts, id, holidays, now)))
  return due.length === ORDERS_MAX && done.every(Boolean)
}

/** @returns whether the order has nothing left to do now */
export async function advance(
  payer: Payer,
  orderId: string,
  holidays: Holidays,
  now: Date,
): Promise<boolean> {
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    const { stream } = await payer.store.stateAt(orderId, {})
    const order = stateOf(paymentOrder, stream)
    if (!order || order.status === 'none') return true
    const next = nextStepOf(order, holidays)
    if (!next || next.at > now) return true
    const isDone = await take(payer, { id: orderId, version: stream.version, order }, next, now)
    if (!isDone) return false
  }
  return false
}

/** @returns whether it is done, by this process or another one */
async function take(payer: Payer, read: Read, next: NextStep, now: Date): Promise<boolean> {
  switch (next.step) {
    case 'begin': {
      const { index, date, on } = next
      const amount = await amountOf(payer, read.order, now)
      return sendStep(payer, read, { type: 'BeginPayment', index, date, on, amount })
    }
    case 'retry': {
      const { date, attempt } = next
      return sendStep(payer, read, { type: 'RetryPayment', date, attempt })
    }
    case 'pay':
      return pay(payer, read, next)
    case 'end':
      return sendStep(payer, read, { type: 'EndPaymentOrder' })
    default:
      return unreachable(next)
  }
}

/** Another process that was first has answered; the order is read again then. */
async function sendStep(
  { execute }: Payer,
  { id, version }: Read,
  command: PaymentOrderCommand,
): Promise<boolean> {
  const commandId = paymentCommandIds(id).step(version)
  const answer = await execute(envelopeOf(id, commandId, BANK, command))
  return answer.outcome === 'accepted' || answer.outcome === 'reused'
}

async function pay(
  { store, execute }: Payer,
  { id, order }: Read,
  { date, attempt, amount, currency }: Extract<NextStep, { step: 'pay' }>,
): Promise<boolean> {
  const [drafted] = await store.getEventStream(id, 1, 1)
  if (!drafted) throw new Error(`The payment order ${id} has no first event`)
  const ids = paymentCommandIds(id)
  const commandId = ids.pay(date, attempt)
  const command: Transfer = {
    type: 'Transfer',
    transferId: commandId,
    toAccountId: order.to.accountId,
    amount: formatAmount(amount, currency),
    reference: order.reference,
  }
  const stream = accountStream(order.accountId)
  const { actor } = drafted
  const answer = await execute({ commandId, stream, actor, correlationId: id, command })
  const refusal = refusalIn(answer)
  if (refusal === undefined) return false
  const tried = { date, attempt, commandId }
  const outcome: PaymentOrderCommand =
    refusal === null
      ? { type: 'RecordPayment', ...tried, entries: entriesIn(answer) }
      : { type: 'RecordPaymentFailure', ...tried, refusal }
  const recorded = await execute(envelopeOf(id, ids.outcome(date, attempt), BANK, outcome))
  return recorded.outcome !== 'unavailable'
}

/** The versions of the entries on both accounts. */
function entriesIn(answer: Answer) {
  if (answer.outcome !== 'accepted') throw new Error('A refused transfer has no entries')
  const [from, to] = answer.changes.map(({ events }) => events[0]?.version)
  if (!from || !to) throw new Error('A transfer has an entry on each account')
  return { from, to }
}

/** What the rule finds to pay now, as decimal text; null for nothing. */
async function amountOf({ store }: Payer, order: Order, now: Date): Promise<string | null> {
  const { rule, currency, accountId, to } = order
  if (rule.kind === 'fixed') return formatAmount(rule.amount, currency)
  const [payer, payee] = await Promise.all(
    [accountId, to.accountId].map(async id => accountOf((await store.stateAt(id, {})).stream)),
  )
  if (!payer || !payee) return null
  const amount = amountBy(rule, {
    available: availableAt(payer, now) - payer.terms.overdraftLimit,
    payeeBalance: payee.balance,
  })
  return amount === null ? null : formatAmount(amount, currency)
}

function envelopeOf(
  orderId: string,
  commandId: string,
  actor: Actor,
  command: PaymentOrderCommand,
): CommandEnvelope {
  const stream = paymentOrderStream(orderId)
  return { commandId, stream, actor, correlationId: orderId, command }
}
