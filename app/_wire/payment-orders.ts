/** Payment orders and the commands on them: JSON, types only. Amounts are decimal texts. */

/** What each payment moves: `sweep` what the payer has above an amount, `top-up` what the payee lacks. */
export type PaymentRuleJson =
  | { kind: 'fixed'; amount: string }
  | { kind: 'sweep'; above: string }
  | { kind: 'top-up'; to: string }

export type ScheduleBody = {
  /** A date such as `2026-12-31`, in the bank's zone. */
  first: string
  every: string
  until?: string
  count?: number
  /** When it falls on a weekend or bank holiday: `as-is` (by default), `before`, `after`. */
  holidays?: string
  /** Always on the last day of the month. */
  lastDay?: boolean
}

type TermsBody = {
  /** One of `amount`, which is fixed, and `rule`. */
  amount?: string
  rule?: PaymentRuleJson
  schedule: ScheduleBody
  reference?: string
}

/** A command on a payment order; each is idempotent under its `commandId`. */
export type OrderBody = { commandId: string } & (
  | ({
      /** `Create…` drafts and submits. */
      type: 'DraftPaymentOrder' | 'CreatePaymentOrder'
      /** A UUID; by default one that follows from the command's. */
      orderId?: string
      accountId: string
      toNumber?: string
      toAccountId?: string
    } & TermsBody)
  | ({ type: 'ChangePaymentOrder'; orderId: string } & TermsBody)
  | { type: 'RejectPaymentOrder'; orderId: string; reason: string }
  | {
      type:
        | 'SubmitPaymentOrder'
        | 'ApprovePaymentOrder'
        | 'PausePaymentOrder'
        | 'ResumePaymentOrder'
        | 'CancelPaymentOrder'
      orderId: string
    }
)

export type OrderStatusJson =
  | 'draft'
  | 'submitted'
  | 'scheduled'
  | 'paused'
  | 'rejected'
  | 'cancelled'
  | 'completed'
  | 'expired'

export type PaymentOrderJson = {
  orderId: string
  version: number
  status: OrderStatusJson
  accountId: string
  to: { accountId: string; number: string; owner: string }
  currency: string
  rule: PaymentRuleJson
  schedule: {
    first: string
    every: 'once' | 'day' | 'week' | 'month' | 'quarter' | 'year'
    until: string | null
    count: number | null
    holidays: 'as-is' | 'before' | 'after'
    lastDay: boolean
  }
  timeZone: string
  reference: string | null
  madeBy: string
  approvedBy: string | null
  madeAt: string
  changedAt: string
  /** How many payments were made, and what they moved together. */
  executed: number
  paid: string
  /** The payment that is under way, or is tried again at `retryAt`. */
  open: {
    date: string
    attempt: number
    amount: string
    status: 'due' | 'failed'
    retryAt: string | null
  } | null
  /** The next dates, and the days on which they are paid. */
  next: { date: string; on: string }[]
}

/** One of the two accounts of an order; `isReadable` by whoever reads the order. */
export type OrderPartyJson = {
  accountId: string
  number: string
  owner: string
  isReadable: boolean
}

export type OrderLineJson = PaymentOrderJson & { from: OrderPartyJson }

/** What the running orders would move on an account, if nothing else happened. */
export type ForecastJson = {
  accountId: string
  currency: string
  /** The zone of the dates. */
  timeZone: string
  from: string
  to: string
  /** Now. */
  balance: string
  available: string
  /** At the end of `to`. */
  balanceThen: string
  availableThen: string
  steps: ForecastStepJson[]
  /** There are more payments than are foreseen. */
  isCut: boolean
}

/** In the order of their times. */
export type ForecastStepJson = ForecastPaymentJson | ForecastHoldJson

type ForecastStep = {
  /** The day, in the forecast's zone. */
  on: string
  /** After it. */
  balance: string
  available: string
}

export type ForecastPaymentJson = ForecastStep & {
  kind: 'payment'
  orderId: string
  other: OrderPartyJson
  /** Signed; what it would have been if it is refused. */
  change: string
  /** `nothing`: there would be nothing to pay. */
  outcome: 'paid' | 'nothing' | 'refused'
  /** Why an account would refuse it. */
  refusal: { type: string; sentence: string } | null
  /** The most that it can be: what the payee has is not known. */
  isAtMost: boolean
}

/** A hold that expires, which makes its amount available again. */
export type ForecastHoldJson = ForecastStep & { kind: 'hold'; amount: string; note: string | null }

/** A payment that an order makes next. */
export type ComingPaymentJson = {
  orderId: string
  on: string
  accountId: string
  owner: string
  to: string
  rule: PaymentRuleJson
  currency: string
  /** The account refused it, and it is tried again. */
  isRetried: boolean
}

/** Something that happened to an order, as its page tells it. */
export type OrderHappeningJson = {
  version: number
  /** The type of its event. */
  type: string
  /** When it was recorded. */
  at: string
  by: string
  /** The date that is paid, of a payment. */
  date: string | null
  attempt: number | null
  amount: string | null
  /** The payment was begun after its day. */
  late: boolean
  /** The versions of both accounts’ entries, of a payment that was made. */
  entries: { from: number; to: number } | null
  /** The account’s refusal, or the reason of a rejection. */
  told: string | null
  retryAt: string | null
}
