import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import type { Actor } from '@/domain/event-sourcing/ports'
import type { OrderSubject, Person } from './events'

/** What each payment moves, in decimal text of the order's currency. */
export type AskedRule =
  | { readonly kind: 'fixed'; readonly amount: string }
  | { readonly kind: 'sweep'; readonly above: string }
  | { readonly kind: 'top-up'; readonly to: string }

/** A schedule as it was asked for, before it is checked. */
export type AskedSchedule = {
  readonly first: string
  readonly every: string
  readonly until?: string | null
  readonly count?: number | null
  readonly holidays?: string
  readonly lastDay?: boolean
}

export type AskedTerms = {
  readonly rule: AskedRule
  readonly schedule: AskedSchedule
  readonly reference: string | null
}

type Submission = {
  /** Whether a second person must approve it; see the bank's limits. */
  readonly needsApproval: boolean
}

/** Who decides: a program can't. */
export type Decider = Person & { readonly kind: 'person' | 'service' }

export type PaymentOrderCommand =
  | ({ readonly type: 'DraftPaymentOrder' } & OrderSubject & AskedTerms)
  | ({ readonly type: 'SubmitPaymentOrder' } & Submission)
  /** Drafts and submits. */
  | ({ readonly type: 'CreatePaymentOrder' } & OrderSubject & AskedTerms & Submission)
  | { readonly type: 'ApprovePaymentOrder'; readonly by: Decider }
  | { readonly type: 'RejectPaymentOrder'; readonly by: Decider; readonly reason: string }
  | ({ readonly type: 'ChangePaymentOrder' } & AskedTerms & Submission)
  | { readonly type: 'PausePaymentOrder' }
  | { readonly type: 'ResumePaymentOrder' }
  | { readonly type: 'CancelPaymentOrder' }
  /** `amount` is a decimal text; null when the rule finds nothing to pay. */
  | ({ readonly type: 'BeginPayment'; readonly amount: string | null } & Due)
  /** The next try of a payment that failed. */
  | { readonly type: 'RetryPayment'; readonly date: DateText; readonly attempt: number }
  | ({ readonly type: 'RecordPayment'; readonly entries: Entries } & Outcome)
  /** `retriesMs`: how long after each failure it is tried again; absent: `RETRIES_MS`. */
  | ({
      readonly type: 'RecordPaymentFailure'
      readonly refusal: AnyRefusal
      readonly retriesMs?: readonly number[]
    } & Outcome)
  /** The last date has passed: the order is over. */
  | { readonly type: 'EndPaymentOrder' }

/** Pays a date by one command over the order and both of its accounts: see `wholePayment`. */
export type MakePayment = {
  readonly type: 'MakePayment'
  /** The id of this command: the transfer's is the same. */
  readonly commandId: string
  readonly accountId: string
  readonly toAccountId: string
  /** Who made the order: the transfer is in their name. */
  readonly maker: Actor
} & Due

type Due = { readonly index: number; readonly date: DateText; readonly on: DateText }
type Entries = { readonly from: number; readonly to: number }
type Outcome = {
  readonly date: DateText
  readonly attempt: number
  readonly commandId: string
}
