import 'server-only'
import { paymentCommandIds } from '@/db/ids'
import { findDueOrders, findMakers } from '@/db/payment-orders/payment-orders'
import { accountStream } from '@/domain/bank-account/account-stream'
import type { Transfer } from '@/domain/bank-account/commands'
import type { Actor, Answer, Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { formatAmount } from '@/domain/money/money'
import type { MakePayment, PaymentOrderCommand } from '@/domain/payment-order/commands'
import { type NextStep, nextStepOf } from '@/domain/payment-order/due'
import { type Order, paymentOrder, paymentOrderStream } from '@/domain/payment-order/payment-order'
import type { Holidays } from '@/domain/payment-order/schedule'
import { unreachable } from '@/domain/unreachable'
import { type ReactorParts, refusalIn } from './carry-out'
import { BANK } from './hold-expiry'
import { retriesMs } from './settings'

/** Orders of one round at most; a full round is followed by the next at once. */
const ORDERS_MAX = 1_000
/** Orders that are read together; more would hold up whoever else is served. */
const READ_MAX = 50
/** Orders under way at once: their commands share batches. */
const AT_ONCE = 200
/** As long as others wait for answers, whose commands are in the same batches. */
const AT_ONCE_BESIDE = 8
/** An order that has stood still for long takes one date after the other, so many in a round. */
const STEPS_MAX = 30

/** What the bank needs to pay by itself. */
export type Payer = ReactorParts & {
  /** How many commands of others have no answer yet. */
  unanswered(): number
}

/** An order as it is known before a step, and the person who made it. */
type Known = {
  readonly id: string
  readonly version: number
  readonly order: Order
  readonly maker: Actor
}

/**
 * Takes the orders that are due as far as they go now. Every process may do it at once, and again
 * after a crash: the amount of a payment is recorded with its transfer or before it, and the ids of all
 * commands follow from the order, so that each date is paid once.
 * @returns whether more may be due already
 */
export async function payDueOrders(payer: Payer, holidays: Holidays, now: Date): Promise<boolean> {
  const due = await findDueOrders(payer.db, now, ORDERS_MAX)
  const underWay = new Set<Promise<void>>()
  const failures: unknown[] = []
  let areDone = true
  const payOne = async (one: Known) => {
    try {
      if (!(await advanceFrom(payer, one, holidays, now))) areDone = false
    } catch (error) {
      failures.push(error)
    }
  }
  for (let next = 0; next < due.length && failures.length === 0; ) {
    const count = Math.min(atOnce(payer), READ_MAX)
    for (const one of await readOrders(payer, due.slice(next, next + count))) {
      while (underWay.size >= atOnce(payer)) await Promise.race(underWay)
      const paid = payOne(one).then(() => void underWay.delete(paid))
      underWay.add(paid)
    }
    next += count
  }
  await Promise.all(underWay)
  if (failures.length > 0) throw failures[0]
  return due.length === ORDERS_MAX && areDone
}

function atOnce({ unanswered }: Payer): number {
  return unanswered() > 0 ? AT_ONCE_BESIDE : AT_ONCE
}

/** @returns whether the order has nothing left to do now */
export async function advance(
  payer: ReactorParts,
  orderId: string,
  holidays: Holidays,
  now: Date,
): Promise<boolean> {
  const [known] = await readOrders(payer, [orderId])
  return known ? advanceFrom(payer, known, holidays, now) : true
}

/** Reads orders, those that exist, in as many statements as for one. */
async function readOrders({ db, store }: ReactorParts, ids: readonly string[]): Promise<Known[]> {
  if (ids.length === 0) return []
  const [streams, makers] = await Promise.all([store.caughtUp(ids), findMakers(db, ids)])
  return ids.flatMap(id => {
    const [stream, maker] = [streams.get(id), makers.get(id)]
    return (stream && maker && knownFrom(stream, maker)) ?? []
  })
}

function knownFrom(stream: Stream, maker: Actor): Known | null {
  const order = stateOf(paymentOrder, stream)
  if (!order || order.status === 'none') return null
  return { id: stream.aggregateId, version: stream.version, order, maker }
}

async function advanceFrom(
  payer: ReactorParts,
  first: Known,
  holidays: Holidays,
  now: Date,
): Promise<boolean> {
  let known = first
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    const next = nextStepOf(known.order, holidays)
    if (!next || next.at > now) return true
    const after = await take(payer, known, next)
    if (!after) return false
    known = after
  }
  return false
}

/** @returns the order after the step, which this process took or another one; null: read it again */
async function take(payer: ReactorParts, known: Known, next: NextStep): Promise<Known | null> {
  switch (next.step) {
    case 'begin': {
      const { index, date, on } = next
      const { accountId, to } = known.order
      const of = { accountId, toAccountId: to.accountId, maker: known.maker }
      const commandId = paymentCommandIds(known.id).step(known.version)
      const command = { type: 'MakePayment', commandId, index, date, on, ...of } as const
      return send(payer, known, commandId, command)
    }
    case 'retry': {
      const { date, attempt } = next
      return sendStep(payer, known, { type: 'RetryPayment', date, attempt })
    }
    case 'pay':
      return pay(payer, known, next)
    case 'end':
      return sendStep(payer, known, { type: 'EndPaymentOrder' })
    default:
      return unreachable(next)
  }
}

function sendStep(
  payer: ReactorParts,
  known: Known,
  command: PaymentOrderCommand,
): Promise<Known | null> {
  return send(payer, known, paymentCommandIds(known.id).step(known.version), command)
}

/** Sends the bank's own command on an order. */
async function send(
  { execute }: ReactorParts,
  { id, maker }: Known,
  commandId: string,
  command: PaymentOrderCommand | MakePayment,
): Promise<Known | null> {
  const stream = paymentOrderStream(id)
  const answer = await execute({ commandId, stream, actor: BANK, correlationId: id, command })
  return answer.outcome === 'accepted' ? knownFrom(answer.changes[0].stream, maker) : null
}

async function pay(
  payer: ReactorParts,
  known: Known,
  { date, attempt, amount, currency }: Extract<NextStep, { step: 'pay' }>,
): Promise<Known | null> {
  const { id, order, maker } = known
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
  const asked = { commandId, stream, actor: maker, correlationId: id, command }
  const answer = await payer.execute(asked)
  const refusal = refusalIn(answer)
  if (refusal === undefined) return null
  const tried = { date, attempt, commandId }
  const outcome: PaymentOrderCommand =
    refusal === null
      ? { type: 'RecordPayment', ...tried, entries: entriesIn(answer) }
      : { type: 'RecordPaymentFailure', ...tried, refusal, retriesMs: retriesMs() }
  return send(payer, known, ids.outcome(date, attempt), outcome)
}

/** The versions of the entries on both accounts. */
function entriesIn(answer: Answer) {
  if (answer.outcome !== 'accepted') throw new Error('A refused transfer has no entries')
  const [from, to] = answer.changes.map(({ events }) => events[0]?.version)
  if (!from || !to) throw new Error('A transfer has an entry on each account')
  return { from, to }
}
