import type { PastFault } from './past-faults'

/**
 * The API's JSON shapes, types only, shared by the server, pages, browser code and API clients.
 * Money is a decimal text with its currency beside it (`"100.00"`), a time is ISO 8601 text in UTC
 * with milliseconds, an id is a lower-case UUID.
 */

/** A page of a list; `nextCursor` requests the next one and is null at the end. */
export type Page<T> = { items: T[]; nextCursor: string | null }

/** What each may do stands in `app/_server/people/rights.ts`. */
export type Role = 'customer' | 'teller' | 'auditor' | 'admin'

/** An account as it is now, or as it was at `version`. */
export type AccountJson = {
  id: string
  number: string
  /** The account's reference in another system. */
  reference: string | null
  /** The name on the account. */
  owner: string
  currency: string
  balance: string
  /** What can go out: balance − held + overdraftLimit. Below zero if the account is overdrawn. */
  available: string
  /** The sum of the holds. */
  held: string
  overdraftLimit: string
  /** A frozen account moves no money one way or both; a closed one never changes again. */
  status: 'open' | 'frozen' | 'closed'
  freeze: { scope: FreezeScope; reason: string } | null
  limits: LimitsJson | null
  holds: HoldJson[]
  version: number
  openedAt: string
  /** The calendar date of an opening that came without a time of day; else absent. */
  openedOn?: string
}

export type FreezeScope = 'debits' | 'credits' | 'all'

/** An amount kept for a payment to come, until `expiresAt`. */
export type HoldJson = {
  holdId: string
  /** What is left of it to capture. */
  amount: string
  expiresAt: string
  note: string | null
}

/** The most for one withdrawal or transfer, and for all of a day in `timeZone`; null: no limit. */
export type LimitsJson = {
  perMovement: string | null
  perDay: string | null
  timeZone: string
  /** What is left of `perDay` on the day of the account's moment; null without one. */
  leftToday: string | null
  /** When the next day begins; null without `perDay`. */
  renewsAt: string | null
}

export type EventJson = {
  eventId: string
  /** The aggregate type of the stream, such as that of accounts. */
  aggregateType: string
  /** The id of the stream, of whatever type. */
  accountId: string
  /** 1 for the first event of a stream, without gaps. */
  version: number
  type: string
  schemaVersion: number
  /**
   * `amount`, `balance` (the one after it), `currency`, `note`; or `owner`, `openingBalance` ...
   */
  data: Record<string, unknown>
  /** The signed amount that it moved, and the balance after it; null: none. */
  money: { change: string; balance: string; currency: string } | null
  /** When it occurred in the business. */
  occurredAt: string
  /** The calendar date of what came without a time of day, such as `2026-11-26`; else absent. */
  occurredOn?: string
  /** When the bank recorded it. */
  createdAt: string
  /** Whether it occurred before something already recorded. */
  late: boolean
  actor: { id: string; name: string; role: string }
  commandId: string | null
  correlationId: string | null
  /** What connects it with others; in lists and event details, where there is any. */
  ties?: EventTies
}

export type EventTies = {
  /** The version of the entry that reversed it. */
  reversedBy?: number
  /** The customer whom it assigns, for staff. */
  customer?: string
}

/** A command that the bank refused: what was requested, by whom, and why it was refused. */
export type RefusalJson = {
  /** The kind of refusal, such as `InsufficientFunds`. */
  refused: string
  /** The reason, as a sentence for the reader. */
  sentence: string
  commandId: string
  aggregateType: string
  accountId: string
  command: string
  /** The direction in which money would have moved; null: none. */
  direction: 'in' | 'out' | null
  /** The requested amount as written, which may be invalid. */
  amount: string | null
  currency: string | null
  note: string | null
  /** When it was refused. */
  at: string
  actor: { id: string; name: string; role: string }
}

export type TimelineItem = EventJson | RefusalJson

/** A page of a timeline, in the requested order. */
export type TimelinePage = {
  items: TimelineItem[]
  /** Requests the next page; null at the end. */
  nextCursor: string | null
  /**
   * Set when the search paused before it filled the page: everything up to this moment (of
   * recording, or of the requested clock) has been scanned. `nextCursor` continues.
   */
  searchedTo: string | null
}

/** The folded state of any aggregate as JSON. */
export type StateJson = Record<string, unknown>

/** A point of a stream's past, on its two clocks or by version. */
export type Moment = { asOf?: string; knownAt?: string } | { version: number }

/** An account at a moment: `version` is the one it resolved to. */
export type AccountAtJson = AccountJson & { asOf: string | null; knownAt: string | null }

/** An account at a moment, or why it can't be shown. */
export type MomentAnswer =
  | {
      found: true
      account: AccountAtJson
      /** The last event inside the moment. */
      after: EventJson | null
      /** The first event after it; null when the moment is the newest. */
      before: EventJson | null
      /** Events that had occurred by then but were recorded later: counted in. */
      late: EventJson[]
    }
  | { found: false; reason: 'unknown' }
  /** `recordedAt` when the account was open by then, but recorded later. */
  | { found: false; reason: 'not-yet-open'; openedAt: string; recordedAt: string | null }
  | { found: false; reason: 'invalid'; fault: PastFault }

/**
 * Problem details (RFC 9457); `detail` is a sentence for the reader, `field` the input at fault.
 */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  field?: string
  [extra: string]: unknown
}

/** What a payer learns of the account that they send to. */
export type PayeeJson = { number: string; owner: string }

/** The permanent record of an accepted movement: the account as that event left it. */
export type ReceiptJson = { account: AccountJson; event: EventJson }
