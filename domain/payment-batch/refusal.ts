import { sentenceFor as sentenceOfAccount } from '@/domain/bank-account/sentences'
import type { TermsRefusal } from '@/domain/payment-order/refusal'
import type { BatchStatus } from './payment-batch'

type Because<Type extends string, Field extends string | null = null, Details = unknown> = {
  readonly type: Type
  readonly field: Field
} & Readonly<Details>

/** Why a batch was not made, or not changed. */
export type PaymentBatchRefusal =
  | Because<'PaymentBatchNotFound'>
  | Because<'PaymentBatchAlreadyExists', 'file'>
  | Because<'WrongBatchStatus', null, { batchStatus: BatchStatus }>
  | Because<'OwnPaymentBatch'>
  | Because<'NotYourPaymentBatch', null, { by: string }>
  | Because<'BatchDecidedByPeopleOnly'>
  | Because<'NoRows', 'file'>
  | Because<'TooManyRows', 'file', { max: number }>
  | Because<'RowUnfit', 'file', { line: number }>
  | Because<'OrdersRemain'>
  | TermsRefusal

const IN_WORDS: Readonly<Record<BatchStatus, string>> = {
  submitted: 'waits for approval',
  running: 'is being paid',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  completed: 'is completed',
}

export function sentenceFor(refusal: PaymentBatchRefusal, zone = 'UTC'): string {
  switch (refusal.type) {
    case 'PaymentBatchNotFound':
      return 'This batch does not exist.'
    case 'PaymentBatchAlreadyExists':
      return 'This file was uploaded for this account before.'
    case 'WrongBatchStatus':
      return `This batch ${IN_WORDS[refusal.batchStatus]}.`
    case 'OwnPaymentBatch':
      return 'You uploaded this batch, so another person must decide.'
    case 'NotYourPaymentBatch':
      return `Only ${refusal.by}, who uploaded this batch, can withdraw it.`
    case 'BatchDecidedByPeopleOnly':
      return 'Only a person can decide this, no program.'
    case 'NoRows':
      return 'No row of this file can be paid.'
    case 'TooManyRows':
      return `A batch can have at most ${refusal.max.toLocaleString('en')} payments. Split the file.`
    case 'RowUnfit':
      return `The row of line ${refusal.line} can’t be paid as it is.`
    case 'OrdersRemain':
      return 'Payments of this batch remain to be made.'
    default:
      return sentenceOfAccount(refusal, zone)
  }
}
