import { dayIn } from '@/domain/bank-account/business-day'
import { reasonOf } from '@/domain/bank-account/rules'
import type { Context, Decision } from '@/domain/event-sourcing/aggregate'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import { unreachable } from '@/domain/unreachable'
import type { PaymentOrderCommand } from './commands'
import type { OrderTerms, PaymentOrderEvent } from './events'
import type { Order, PaymentOrder } from './payment-order'
import { decidePayment } from './payments'
import type { PaymentOrderRefusal, TermsRefusal } from './refusal'
import { addDays, dateAt, indexFrom, lastDateOf } from './schedule'
import { ENDED, isChangeable } from './statuses'
import { faultOfSubject, termsOf } from './terms'

export type Decided = Decision<PaymentOrderEvent, PaymentOrderRefusal>
type Command<Type extends PaymentOrderCommand['type']> = Extract<
  PaymentOrderCommand,
  { type: Type }
>

export function decide(
  command: PaymentOrderCommand,
  state: PaymentOrder,
  context: Context<never>,
): Decided {
  const { now } = context
  if (command.type === 'DraftPaymentOrder' || command.type === 'CreatePaymentOrder') {
    if (state.status !== 'none') return refuse({ type: 'PaymentOrderAlreadyExists', field: null })
    return begin(command, now)
  }
  if (state.status === 'none') return refuse({ type: 'PaymentOrderNotFound', field: null })
  const today = dayIn(state.timeZone, now)
  switch (command.type) {
    case 'SubmitPaymentOrder':
      return submit(command, state, today)
    case 'ApprovePaymentOrder':
    case 'RejectPaymentOrder':
      return decideApproval(command, state, today)
    case 'ChangePaymentOrder':
      return change(command, state, today)
    case 'PausePaymentOrder':
      if (state.status !== 'scheduled') return wrong(state)
      return accept({ type: 'PaymentOrderPaused' })
    case 'ResumePaymentOrder':
      return resume(state, today)
    case 'CancelPaymentOrder':
      return ENDED.includes(state.status) ? wrong(state) : accept({ type: 'PaymentOrderCancelled' })
    case 'EndPaymentOrder':
      return end(state, today)
    case 'BeginPayment':
    case 'RetryPayment':
    case 'RecordPayment':
    case 'RecordPaymentFailure':
      return decidePayment(command, state, { now, today })
    default:
      return unreachable(command)
  }
}

function begin(command: Command<'DraftPaymentOrder' | 'CreatePaymentOrder'>, now: Date): Decided {
  const { accountId, to, currency, timeZone, by } = command
  const subject = { accountId, to, currency, timeZone, by }
  const fault = faultOfSubject(subject)
  if (fault) return refuse(fault)
  const today = dayIn(timeZone, now)
  const terms = termsOf(command, { currency, today })
  if ('field' in terms) return refuse(terms)
  const drafted: PaymentOrderEvent = { type: 'PaymentOrderDrafted', ...subject, ...terms }
  if (command.type === 'DraftPaymentOrder') return accept(drafted)
  return accept(drafted, ...submission(terms, command.needsApproval, today))
}

function submit(
  { needsApproval }: Command<'SubmitPaymentOrder'>,
  state: Order,
  today: DateText,
): Decided {
  if (state.status !== 'draft') return wrong(state)
  if (nextOf(state, today) === null) return refuse({ type: 'NoFurtherDate', field: 'until' })
  return accept(...submission(state, needsApproval, today))
}

/** What follows a draft: it waits for approval, or runs at once. */
function submission(
  terms: OrderTerms,
  needsApproval: boolean,
  today: DateText,
): PaymentOrderEvent[] {
  const submitted: PaymentOrderEvent = { type: 'PaymentOrderSubmitted', needsApproval }
  if (needsApproval) return [submitted]
  const next = indexFrom(terms.schedule, today)
  return [submitted, { type: 'PaymentOrderScheduled', next }]
}

/** Dates that pass before the approval are not paid. */
function decideApproval(
  command: Command<'ApprovePaymentOrder' | 'RejectPaymentOrder'>,
  state: Order,
  today: DateText,
): Decided {
  if (state.status !== 'submitted') return wrong(state)
  const { id, name, kind } = command.by
  if (kind !== 'person') return refuse({ type: 'OrderDecidedByPeopleOnly', field: null })
  if (id === state.by.id) return refuse({ type: 'OwnPaymentOrder', field: null })
  const by = { id, name }
  if (command.type === 'RejectPaymentOrder') {
    const reason = reasonOf(command.reason)
    if (typeof reason !== 'string') return refuse(reason as TermsRefusal) // a text has no others
    return accept({ type: 'PaymentOrderRejected', by, reason })
  }
  const next = nextOf(state, today)
  if (next === null) return refuse({ type: 'NoFurtherDate', field: 'until' })
  return accept({ type: 'PaymentOrderApproved', by }, { type: 'PaymentOrderScheduled', next })
}

/** A draft stays one. A payment that is due already keeps its amount; dates up to it are not paid again. */
function change(command: Command<'ChangePaymentOrder'>, state: Order, today: DateText): Decided {
  if (!isChangeable(state.status)) return wrong(state)
  const isSameFirst = command.schedule.first === state.schedule.first
  // An order that runs keeps its first date, which has passed.
  const from = isSameFirst && state.schedule.first < today ? state.schedule.first : today
  const terms = termsOf(command, { currency: state.currency, today: from })
  if ('field' in terms) return refuse(terms)
  if (isSame(terms, state)) return refuse({ type: 'PaymentOrderUnchanged', field: null })
  const next = nextOf({ ...state, ...terms }, today)
  if (next === null) return refuse({ type: 'NoFurtherDate', field: 'until' })
  const { currency } = state
  const changed: PaymentOrderEvent = { type: 'PaymentOrderChanged', ...terms, next, currency }
  if (state.status === 'draft' || !command.needsApproval) return accept(changed)
  return accept(changed, { type: 'PaymentOrderSubmitted', needsApproval: true })
}

/** Dates that passed meanwhile are left out. */
function resume(state: Order, today: DateText): Decided {
  if (state.status !== 'paused') return wrong(state)
  const next = nextOf(state, today)
  if (next !== null) return accept({ type: 'PaymentOrderResumed', next })
  if (state.open) return accept({ type: 'PaymentOrderResumed', next: state.next })
  return accept({ type: 'PaymentOrderCompleted' })
}

function end(state: Order, today: DateText): Decided {
  const last = lastDateOf(state.schedule)
  const isOver = last !== null && last < today
  if (state.status === 'draft' || state.status === 'submitted') {
    if (!isOver) return refuse({ type: 'PaymentsRemain', field: null })
    return accept({ type: 'PaymentOrderExpired' })
  }
  if (state.status !== 'scheduled') return wrong(state)
  if (!isOver || state.open) return refuse({ type: 'PaymentsRemain', field: null })
  return accept({ type: 'PaymentOrderCompleted' })
}

/** The index of the first date that is neither past nor begun; null when none follows. */
function nextOf({ schedule, lastDate }: Order, today: DateText): number | null {
  const from = lastDate !== null && lastDate >= today ? addDays(lastDate, 1) : today
  const next = indexFrom(schedule, from)
  return dateAt(schedule, next) === null ? null : next
}

function isSame(one: OrderTerms, other: OrderTerms): boolean {
  const text = ({ rule, schedule: s, reference }: OrderTerms) =>
    [
      ...Object.values(rule).map(String),
      ...[s.first, s.every, s.until, s.count, s.holidays, s.lastDay],
      reference,
    ].join('\n')
  return text(one) === text(other)
}

function wrong({ status }: Order): Decided {
  return refuse({ type: 'WrongOrderStatus', field: null, orderStatus: status })
}

function accept(...events: PaymentOrderEvent[]): Decided {
  return { outcome: 'accepted', events }
}

function refuse(refusal: PaymentOrderRefusal): Decided {
  return { outcome: 'refused', refusal }
}
