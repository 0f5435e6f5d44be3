import type { Deposit, ReverseEntry, Withdraw } from '@/domain/bank-account/commands'
import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { Currency } from '@/domain/money/money'

/** A member of the staff, or a program of theirs, with the name at that time. */
export type Person = { readonly id: string; readonly name: string }

/** The commands that a second member of staff must approve, if their amount is above the limit. */
export type AskedCommand = Deposit | Withdraw | ReverseEntry

/** What is asked: a whole command as it will be carried out, on which account, and by whom. */
export type Asked = {
  readonly accountId: string
  readonly command: AskedCommand
  /** What it moves: a decimal text, that of the entry for a reversal. */
  readonly amount: string
  readonly currency: Currency
  readonly by: Person
}

export type ApprovalEvent =
  | ({ readonly type: 'ApprovalRequested' } & Asked)
  | { readonly type: 'ApprovalGiven'; readonly by: Person }
  | { readonly type: 'ApprovalRejected'; readonly by: Person; readonly reason: string }
  /** By the person who asked. */
  | { readonly type: 'ApprovalWithdrawn'; readonly by: Person }
  /** `commandId` is that of the asked command, with which the account recorded its events. */
  | { readonly type: 'ApprovalCarriedOut'; readonly commandId: string }
  /** Approved, but the account refused it. */
  | { readonly type: 'ApprovalFailed'; readonly commandId: string; readonly refusal: AnyRefusal }
