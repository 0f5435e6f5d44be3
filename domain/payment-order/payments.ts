import { availableAt } from '@/domain/bank-account/available'
import type { Account } from '@/domain/bank-account/bank-account'
import type { AnyRefusal, Decision } from '@/domain/event-sourcing/aggregate'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import { parseAmount } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import type { PaymentOrderCommand } from './commands'
import type { AmountRule, PaymentOrderEvent } from './events'
import type { Order } from './payment-order'
import type { PaymentOrderRefusal } from './refusal'
import { dateAt } from './schedule'

type Decided = Decision<PaymentOrderEvent, PaymentOrderRefusal>
type PaymentCommand = Extract<
  PaymentOrderCommand,
  { type: 'BeginPayment' | 'RetryPayment' | 'RecordPayment' | 'RecordPaymentFailure' }
>
type Clock = { readonly now: Date; readonly today: DateText }

const HOUR_MS = 3_600_000

/**
 * How long after each failure a payment is tried again, if the bank says nothing else; after the last
 * one it is given up.
 */
export const RETRIES_MS: readonly number[] = [HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS]

/** Refusals of an account that time may mend; after any other a payment is given up at once. */
const PASSING: readonly string[] = [
  'InsufficientFunds',
  'InsufficientFundsSince',
  'LimitExceeded',
  'AccountFrozen',
  'BalanceLimitExceeded',
]

/** What the rule finds to pay, in minor units; null for nothing. */
export function amountBy(
  rule: AmountRule,
  { available, payeeBalance }: { readonly available: bigint; readonly payeeBalance: bigint },
): bigint | null {
  switch (rule.kind) {
    case 'fixed':
      return rule.amount
    case 'sweep':
      return available > rule.above ? available - rule.above : null
    case 'top-up':
      return payeeBalance < rule.to ? rule.to - payeeBalance : null
    default:
      return unreachable(rule)
  }
}

/** What the rule finds to pay from an account at a moment, in minor units; null for nothing. */
export function amountDue(
  rule: AmountRule,
  payer: Account,
  payee: Pick<Account, 'balance'>,
  at: Date,
): bigint | null {
  const available = availableAt(payer, at) - payer.terms.overdraftLimit
  return amountBy(rule, { available, payeeBalance: payee.balance })
}

/** Every process may say what came of a payment: what is recorded already changes nothing. */
export function decidePayment(command: PaymentCommand, state: Order, clock: Clock): Decided {
  switch (command.type) {
    case 'BeginPayment':
      return begin(command, state, clock)
    case 'RetryPayment':
      return retry(command, state, clock)
    case 'RecordPayment':
    case 'RecordPaymentFailure':
      return record(command, state, clock)
    default:
      return unreachable(command)
  }
}

function begin(
  { index, date, on, amount: text }: Extract<PaymentCommand, { type: 'BeginPayment' }>,
  state: Order,
  { today }: Clock,
): Decided {
  if (state.status !== 'scheduled') {
    return refuse({ type: 'WrongOrderStatus', field: null, orderStatus: state.status })
  }
  const isNext = index >= state.next && dateAt(state.schedule, index) === date
  if (!isNext || state.open) return refuse({ type: 'NoSuchPayment', field: null })
  if (on > today) return refuse({ type: 'NotDueYet', field: null })
  if (text === null) {
    return accept({ type: 'PaymentSkipped', index, date }, ...completion(state, index + 1))
  }
  const read = parseAmount(text, state.currency)
  if (!read.ok || read.minor <= 0n) return refuse({ type: 'NoSuchPayment', field: null })
  const late = on < today
  const { currency } = state
  const tried = { date, attempt: 1, amount: read.minor, currency }
  return accept({ type: 'PaymentDue', index, on, ...tried, late })
}

function retry(
  { date, attempt }: Extract<PaymentCommand, { type: 'RetryPayment' }>,
  { status, open }: Order,
  { now }: Clock,
): Decided {
  if (status !== 'scheduled')
    return refuse({ type: 'WrongOrderStatus', field: null, orderStatus: status })
  if (open?.date !== date || open.status !== 'failed' || attempt !== open.attempt + 1) {
    return refuse({ type: 'NoSuchPayment', field: null })
  }
  if (open.retryAt === null || new Date(open.retryAt) > now) {
    return refuse({ type: 'NotDueYet', field: null })
  }
  const { amount, currency } = open
  return accept({ type: 'PaymentRetried', date, attempt, amount, currency })
}

function record(
  command: Extract<PaymentCommand, { type: 'RecordPayment' | 'RecordPaymentFailure' }>,
  state: Order,
  { now }: Clock,
): Decided {
  const { date, attempt, commandId } = command
  const { open, lastDate } = state
  const isOpen = open?.status === 'due' && open.date === date && open.attempt === attempt
  if (!isOpen) {
    const isRecorded = lastDate !== null && date <= lastDate
    if (isRecorded) return { outcome: 'accepted', events: [] }
    return refuse({ type: 'NoSuchPayment', field: null })
  }
  const { amount, currency } = open
  const tried = { date, attempt, amount, currency, commandId }
  if (command.type === 'RecordPayment') {
    const executed = { type: 'PaymentExecuted', ...tried, entries: command.entries } as const
    return accept(executed, ...completion(state, state.next))
  }
  const { refusal, retriesMs = RETRIES_MS } = command
  const retryAt = retryOf(refusal, retriesMs[open.attempt - 1], now)
  const failed = { type: 'PaymentFailed', ...tried, refusal, retryAt } as const
  return accept(failed, ...(retryAt === null ? completion(state, state.next) : []))
}

/** The order is over when no date follows; one that is paused says so when it is resumed. */
function completion({ status, schedule }: Order, next: number): PaymentOrderEvent[] {
  const isOver = status === 'scheduled' && dateAt(schedule, next) === null
  return isOver ? [{ type: 'PaymentOrderCompleted' }] : []
}

function retryOf({ type }: AnyRefusal, after: number | undefined, now: Date): string | null {
  if (after === undefined || !PASSING.includes(type)) return null
  return new Date(now.getTime() + after).toISOString()
}

function accept(...events: PaymentOrderEvent[]): Decided {
  return { outcome: 'accepted', events }
}

function refuse(refusal: PaymentOrderRefusal): Decided {
  return { outcome: 'refused', refusal }
}
