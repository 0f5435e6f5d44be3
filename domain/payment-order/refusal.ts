import type { Refusal } from '@/domain/bank-account/refusal'
import { sentenceFor as sentenceOfAccount } from '@/domain/bank-account/sentences'
import type { OrderStatus } from './payment-order'

/** Refusals of amounts and texts, in the words that accounts have for them. */
export type TermsRefusal = Extract<
  Refusal,
  {
    type:
      | 'AmountMalformed'
      | 'AmountNotPositive'
      | 'AmountTooPrecise'
      | 'BalanceLimitExceeded'
      | 'TextTooLong'
      | 'TextUnprintable'
      | 'TextInvisible'
      | 'ReasonMissing'
      | 'SameAccount'
      | 'UnknownTimeZone'
  }
>

type Because<Type extends string, Field extends string | null = null, Details = unknown> = {
  readonly type: Type
  readonly field: Field
} & Readonly<Details>

/** Why a payment order was not made, or not changed. */
export type PaymentOrderRefusal =
  | Because<'PaymentOrderNotFound'>
  | Because<'PaymentOrderAlreadyExists'>
  | Because<'WrongOrderStatus', null, { orderStatus: OrderStatus }>
  | Because<'OwnPaymentOrder'>
  | Because<'OrderDecidedByPeopleOnly'>
  | Because<'DateMalformed', 'first' | 'until'>
  | Because<'DateInPast', 'first'>
  | Because<'UntilBeforeFirst', 'until'>
  | Because<'CountOutOfRange', 'count', { max: number }>
  | Because<'UnknownFrequency', 'every'>
  | Because<'UnknownHolidayRule', 'holidays'>
  | Because<'NoFurtherDate', 'until'>
  | Because<'PaymentOrderUnchanged'>
  | Because<'NoSuchPayment'>
  | Because<'NotDueYet'>
  | Because<'PaymentsRemain'>
  | TermsRefusal

const IN_WORDS: Readonly<Record<OrderStatus, string>> = {
  draft: 'is still a draft',
  submitted: 'waits for approval',
  scheduled: 'is running',
  paused: 'is paused',
  rejected: 'was rejected',
  cancelled: 'was cancelled',
  completed: 'is completed',
  expired: 'has expired',
}

export function sentenceFor(refusal: PaymentOrderRefusal, zone = 'UTC'): string {
  switch (refusal.type) {
    case 'PaymentOrderNotFound':
      return 'This payment order does not exist.'
    case 'PaymentOrderAlreadyExists':
      return 'This payment order already exists.'
    case 'WrongOrderStatus':
      return `This payment order ${IN_WORDS[refusal.orderStatus]}.`
    case 'OwnPaymentOrder':
      return 'You made this payment order, so another person must decide.'
    case 'OrderDecidedByPeopleOnly':
      return 'Only a person can approve or reject this, no program.'
    case 'DateMalformed':
      return 'Enter a date such as 2026-11-30.'
    case 'DateInPast':
      return 'The first payment can’t be in the past.'
    case 'UntilBeforeFirst':
      return 'The last date can’t be before the first payment.'
    case 'CountOutOfRange':
      return `Enter a number of payments from 1 to ${refusal.max}.`
    case 'UnknownFrequency':
      return 'Choose once, day, week, month, quarter or year.'
    case 'UnknownHolidayRule':
      return 'Choose whether payments on weekends and bank holidays are made before, after, or as is.'
    case 'NoFurtherDate':
      return 'No payment would follow. Enter a later end.'
    case 'PaymentOrderUnchanged':
      return 'Nothing to change: these are the current values.'
    case 'NoSuchPayment':
      return 'This payment order has no such payment now.'
    case 'NotDueYet':
      return 'This payment is not due yet.'
    case 'PaymentsRemain':
      return 'Payments remain to be made.'
    default:
      return sentenceOfAccount(refusal, zone)
  }
}
