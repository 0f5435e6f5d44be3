import type { Aggregate } from '@/domain/event-sourcing/aggregate'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { unreachable } from '@/domain/unreachable'
import type { PaymentOrderCommand } from './commands'
import { decide } from './decisions'
import type { Attempt, OrderSubject, OrderTerms, PaymentOrderEvent, Person } from './events'
import { type PaymentOrderRefusal, sentenceFor } from './refusal'

/*
 * The states of an order; nothing else is possible.
 *
 *   draft ──► submitted ──► scheduled ◄──► paused
 *     │         │     │         │            │
 *     │         │     └► rejected           │
 *     │         │               ├────────────┴──► cancelled  (from draft and submitted too)
 *     ▼         ▼               ▼
 *   expired ◄───┘           completed
 *
 * While it is scheduled or paused, one payment at a time:
 *
 *   due ──► executed
 *    │ ▲
 *    ▼ └── retried
 *   failed ──► given up            or skipped instead, when the rule finds nothing to pay
 *
 * A payment that is due when the order is paused, changed or cancelled is still decided: its
 * transfer may have been made already.
 */

export type OrderStatus =
  | 'draft'
  | 'submitted'
  | 'scheduled'
  | 'paused'
  | 'rejected'
  | 'cancelled'
  | 'completed'
  | 'expired'

/** The payment that was begun and is not over yet. */
export type OpenPayment = Attempt & {
  readonly status: 'due' | 'failed'
  /** When a failed one is tried again; null while it is due. */
  readonly retryAt: string | null
}

export type Order = OrderSubject &
  OrderTerms & {
    readonly status: OrderStatus
    /** The index of the next date in the schedule. */
    readonly next: number
    readonly open: OpenPayment | null
    /** The last date that was begun or skipped. */
    readonly lastDate: DateText | null
    readonly executed: number
    /** What all executed payments moved, in minor units. */
    readonly paid: bigint
    readonly approvedBy: Person | null
  }

export type PaymentOrder = { readonly status: 'none' } | Order

export const PAYMENT_ORDER_TYPE = 'PaymentOrder'

export function paymentOrderStream(id: string): StreamRef {
  return { type: PAYMENT_ORDER_TYPE, id }
}

/** An instruction to pay on one date or again and again, until an end or until it is cancelled. */
export const paymentOrder: Aggregate<
  PaymentOrder,
  PaymentOrderCommand,
  PaymentOrderEvent,
  PaymentOrderRefusal
> = { type: PAYMENT_ORDER_TYPE, initial: { status: 'none' }, evolve, decide, sentenceFor }

function evolve(state: PaymentOrder, event: PaymentOrderEvent): PaymentOrder {
  if (event.type === 'PaymentOrderDrafted') {
    if (state.status !== 'none') throw new Error('A payment order begins once')
    const { type: _, ...order } = event
    const nothing = { open: null, lastDate: null, approvedBy: null, executed: 0, paid: 0n }
    return { ...order, ...nothing, status: 'draft', next: 0 }
  }
  if (state.status === 'none') throw new Error(`A payment order does not begin with ${event.type}`)
  return isOfPayment(event) ? afterPayment(state, event) : afterOrder(state, event)
}

type PaymentEvent = Extract<PaymentOrderEvent, { readonly date: DateText }>
type OrderEvent = Exclude<PaymentOrderEvent, PaymentEvent | { type: 'PaymentOrderDrafted' }>

function isOfPayment(event: PaymentOrderEvent): event is PaymentEvent {
  return 'date' in event
}

function afterOrder(state: Order, event: OrderEvent): Order {
  switch (event.type) {
    case 'PaymentOrderSubmitted':
      return { ...state, status: 'submitted', approvedBy: null }
    case 'PaymentOrderApproved':
      return { ...state, approvedBy: event.by }
    case 'PaymentOrderRejected':
      return { ...state, status: 'rejected' }
    case 'PaymentOrderScheduled':
    case 'PaymentOrderResumed':
      return { ...state, status: 'scheduled', next: event.next }
    case 'PaymentOrderChanged': {
      const { type: _, ...changed } = event
      return { ...state, ...changed }
    }
    case 'PaymentOrderPaused':
      return { ...state, status: 'paused' }
    case 'PaymentOrderCancelled':
      return { ...state, status: 'cancelled' }
    case 'PaymentOrderCompleted':
      return { ...state, status: 'completed' }
    case 'PaymentOrderExpired':
      return { ...state, status: 'expired' }
    default:
      return unreachable(event)
  }
}

function afterPayment(state: Order, event: PaymentEvent): Order {
  const { date } = event
  switch (event.type) {
    case 'PaymentDue':
      return { ...state, open: dueOf(event), lastDate: date, next: event.index + 1 }
    case 'PaymentRetried':
      return { ...state, open: dueOf(event) }
    case 'PaymentExecuted':
      return {
        ...state,
        open: null,
        executed: state.executed + 1,
        paid: state.paid + event.amount,
      }
    case 'PaymentFailed': {
      const { retryAt } = event
      const open = retryAt && ({ ...dueOf(event), status: 'failed', retryAt } as const)
      return { ...state, open: open || null }
    }
    case 'PaymentSkipped':
      return { ...state, lastDate: date, next: event.index + 1 }
    default:
      return unreachable(event)
  }
}

function dueOf({ date, attempt, amount, currency }: Attempt): OpenPayment {
  return { date, attempt, amount, currency, status: 'due', retryAt: null }
}
