import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import type { Currency } from '@/domain/money/money'
import type { Schedule } from './schedule'

/** A customer, a member of the staff or a program, with the name at that time. */
export type Person = { readonly id: string; readonly name: string }

/** The account that is paid, as it was then. */
export type Payee = { readonly accountId: string; readonly number: string; readonly owner: string }

/** What each payment moves, in minor units. */
export type AmountRule =
  | { readonly kind: 'fixed'; readonly amount: bigint }
  /** Whatever the payer has available above `above`. */
  | { readonly kind: 'sweep'; readonly above: bigint }
  /** What the payee's balance lacks up to `to`. */
  | { readonly kind: 'top-up'; readonly to: bigint }

/** What may change while an order runs; it counts for payments that are not due yet. */
export type OrderTerms = {
  readonly rule: AmountRule
  readonly schedule: Schedule
  /** What the payer tells the payee. */
  readonly reference: string | null
}

/** What an order is about for as long as it runs. */
export type OrderSubject = {
  readonly accountId: string
  readonly to: Payee
  readonly currency: Currency
  /** The zone of its dates, such as `Europe/Prague`. */
  readonly timeZone: string
  readonly by: Person
}

/** What happened to a payment order. The names are the stored format. */
export type PaymentOrderEvent =
  | ({ readonly type: 'PaymentOrderDrafted' } & OrderSubject & OrderTerms)
  /** It waits for a second person if `needsApproval`. */
  | { readonly type: 'PaymentOrderSubmitted'; readonly needsApproval: boolean }
  | { readonly type: 'PaymentOrderApproved'; readonly by: Person }
  | { readonly type: 'PaymentOrderRejected'; readonly by: Person; readonly reason: string }
  /** `next` is the index of the first date that will be paid. */
  | { readonly type: 'PaymentOrderScheduled'; readonly next: number }
  | ({ readonly type: 'PaymentOrderChanged'; readonly next: number } & OrderTerms & InCurrency)
  | { readonly type: 'PaymentOrderPaused' }
  /** The dates before `next` passed while it was paused; they are not paid. */
  | { readonly type: 'PaymentOrderResumed'; readonly next: number }
  | { readonly type: 'PaymentOrderCancelled' }
  /** It has no further date. */
  | { readonly type: 'PaymentOrderCompleted' }
  /** Its last date passed before anybody had submitted or approved it. */
  | { readonly type: 'PaymentOrderExpired' }
  /** From now on this amount is owed for this date, whatever the balances become. */
  | ({ readonly type: 'PaymentDue'; readonly index: number; readonly on: DateText } & Attempt & {
        /** It was due on an earlier day. */
        readonly late: boolean
      })
  | ({ readonly type: 'PaymentRetried' } & Attempt)
  /** With the versions of both accounts' entries. */
  | ({ readonly type: 'PaymentExecuted' } & Attempt & {
        readonly commandId: string
        readonly entries: { readonly from: number; readonly to: number }
      })
  /** With the account's own refusal; `retryAt` (ISO 8601, UTC) is null when it is given up. */
  | ({ readonly type: 'PaymentFailed' } & Attempt & {
        readonly commandId: string
        readonly refusal: AnyRefusal
        readonly retryAt: string | null
      })
  /** Nothing was above, or lacking, on this date. */
  | { readonly type: 'PaymentSkipped'; readonly index: number; readonly date: DateText }

type InCurrency = { readonly currency: Currency }

/** One try to pay one date. */
export type Attempt = {
  readonly date: DateText
  /** From 1 on. */
  readonly attempt: number
  /** In minor units, always positive. */
  readonly amount: bigint
} & InCurrency
