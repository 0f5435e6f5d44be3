import type { Refusal } from '@/domain/bank-account/refusal'
import { sentenceFor as sentenceOfAccount } from '@/domain/bank-account/sentences'

/** A refusal of a reason, in the words that accounts have for it. */
export type ReasonRefusal = Extract<
  Refusal,
  { type: 'ReasonMissing' | 'TextTooLong' | 'TextUnprintable' | 'TextInvisible' }
>

type Because<Type extends string, Details = unknown> = {
  readonly type: Type
  readonly field: null
} & Readonly<Details>

/** Why a request could not be made or decided. */
export type ApprovalRefusal =
  | Because<'ApprovalNotFound'>
  | Because<'AlreadyRequested'>
  | Because<'AlreadyDecided', { how: 'approved' | 'rejected' | 'withdrawn'; by: string }>
  | Because<'OwnRequest'>
  | Because<'NotYourRequest', { by: string }>
  | Because<'DecidedByPeopleOnly'>
  | Because<'NotApproved'>
  | ReasonRefusal

export function sentenceFor(refusal: ApprovalRefusal): string {
  switch (refusal.type) {
    case 'ApprovalNotFound':
      return 'This request does not exist.'
    case 'AlreadyRequested':
      return 'This was already sent for approval.'
    case 'AlreadyDecided':
      return `${refusal.by} has already ${refusal.how} this.`
    case 'OwnRequest':
      return 'You asked for this, so another teller must decide. You can withdraw it.'
    case 'NotYourRequest':
      return `Only ${refusal.by}, who asked for this, can withdraw it.`
    case 'DecidedByPeopleOnly':
      return 'Only a person can approve or reject this, no program.'
    case 'NotApproved':
      return 'This was not approved.'
    default:
      return sentenceOfAccount(refusal)
  }
}
