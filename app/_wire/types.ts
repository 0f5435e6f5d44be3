import type { PastFault } from './past-faults'

/**
 * The shapes that cross the wire, types only: the server writes them, pages, browser code and other
 * programs read them. Money is a decimal text with its currency beside it (`"100.00"`), a time is
 * an ISO 8601 text in UTC with milliseconds, an id is a UUID in small letters.
 */

/** A part of a list; `nextCursor` asks for the part after it and is null at the end. */
export type Page<T> = { items: T[]; nextCursor: string | null }

/** Who may do what: a customer has their own accounts, a teller all, an auditor only reads. */
export type Role = 'customer' | 'teller' | 'auditor'

/** An account as it is now, or as it was at `version`. */
export type AccountJson = {
  id: string
  number: string
  /** The name that another book knows the account by. */
  reference: string | null
  /** The name on the account. */
  owner: string
  currency: string
  balance: string
  status: 'open'
  version: number
  openedAt: string
}

/** One event of a stream. */
export type EventJson = {
  eventId: string
  /** The type of the stream's aggregate, such as that of accounts. */
  aggregateType: string
  /** The id of the stream, be it an account or not. */
  accountId: string
  /** 1 for the first event of a stream, without gaps. */
  version: number
  type: string
  schemaVersion: number
  /** `amount`, `balance` (what it led to), `currency`, `note`; or `owner`, `openingBalance` ... */
  data: Record<string, unknown>
  /** The money that it moved, with its sign, and the balance that it led to; null: none. */
  money: { change: string; balance: string; currency: string } | null
  /** When it happened in the business. */
  occurredAt: string
  /** When the bank recorded it. */
  createdAt: string
  /** Whether it happened before something that had been recorded already. */
  late: boolean
  actor: { id: string; name: string; role: string }
  commandId: string | null
  correlationId: string | null
}

/** A command that the bank refused: what was asked, by whom, and why it was not done. */
export type RefusalJson = {
  /** The kind of refusal, such as `InsufficientFunds`. */
  refused: string
  /** Why, as a sentence for the reader. */
  sentence: string
  commandId: string
  aggregateType: string
  accountId: string
  command: string
  /** Which way money would have gone; null: none would have. */
  direction: 'in' | 'out' | null
  /** What was asked, as it was written: it may be no amount at all. */
  amount: string | null
  currency: string | null
  note: string | null
  /** When the bank said no. */
  at: string
  actor: { id: string; name: string; role: string }
}

/** What stands in a timeline. */
export type TimelineItem = EventJson | RefusalJson

/** A part of a timeline, in the order that was asked for. */
export type TimelinePage = {
  items: TimelineItem[]
  /** Asks for the part after this one; null at the end. */
  nextCursor: string | null
  /**
   * Set when the search stopped before it had found enough: everything up to this moment (of
   * recording, or of the clock that was asked for) has been looked at. `nextCursor` goes on.
   */
  searchedTo: string | null
}

/** One event with all that the book has of it, and what it did. */
export type EventDetailJson = {
  event: EventJson
  /** The event as it stands in the log; `event` has it in its present form. */
  stored: { schemaVersion: number; data: unknown; metadata: unknown }
  /** What people call the stream, such as the name on the account. */
  title: string
  /** The state before and after it, in the order of recording: of accounts an `AccountJson`, of
   *  other streams all that the state holds. Null before the first event. */
  before: StateJson | null
  after: StateJson
  /** The number of the stream's newest event. */
  newest: number
}

/** The folded state of an aggregate, whatever it is, as JSON. */
export type StateJson = Record<string, unknown>

/** A point of a stream's past, on its two clocks or by version. */
export type Moment = { asOf?: string; knownAt?: string } | { version: number }

/** An account at a moment: `version` is the one it resolved to. */
export type AccountAtJson = AccountJson & { asOf: string | null; knownAt: string | null }

/** What an account was at a moment, or why that can't be said. */
export type MomentAnswer =
  | {
      found: true
      account: AccountAtJson
      /** The last event inside the moment. */
      after: EventJson | null
      /** The first event after it; null when the moment is the newest. */
      before: EventJson | null
      /** Events that had happened by then but stand later in the log: counted in. */
      late: EventJson[]
    }
  | { found: false; reason: 'unknown' }
  /** `recordedAt` when the account was open by then, but recorded later. */
  | { found: false; reason: 'not-yet-open'; openedAt: string; recordedAt: string | null }
  | { found: false; reason: 'invalid'; fault: PastFault }

/** A command as it is asked; `commandId` is a UUID that the caller minted and keeps until answered. */
export type CommandBody =
  | {
      commandId: string
      type: 'CreateAccount'
      owner: string
      currency: string
      openingBalance?: string
      reference?: string
      /** The e-mail of the customer who may operate the account; tellers only. */
      customerEmail?: string
    }
  | {
      commandId: string
      type: 'Deposit' | 'Withdraw'
      accountId: string
      amount: string
      note?: string
      /** When it happened (RFC 3339), for what is posted late; tellers only. */
      occurredAt?: string
    }

/** What came of a command. The same command id and body always hears the same. */
export type CommandAnswer =
  | {
      outcome: 'accepted'
      accountId: string
      version: number
      account: AccountJson
      events: EventJson[]
    }
  | { outcome: 'refused'; problem: Problem }

/** Problem details (RFC 9457); `detail` is a sentence for the reader, `field` the input to blame. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  field?: string
  [extra: string]: unknown
}

/** What one accepted movement did, for good: the account as that event left it. */
export type ReceiptJson = { account: AccountJson; event: EventJson }
