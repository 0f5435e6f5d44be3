import type { PastFault } from './past-faults'

/**
 * The API's JSON shapes, types only, shared by the server, pages, browser code and API clients.
 * Money is a decimal text with its currency beside it (`"100.00"`), a time is ISO 8601 text in UTC
 * with milliseconds, an id is a lower-case UUID.
 */

/** A page of a list; `nextCursor` requests the next one and is null at the end. */
export type Page<T> = { items: T[]; nextCursor: string | null }

/** A customer has their own accounts, a teller all; an auditor reads all and changes none. */
export type Role = 'customer' | 'teller' | 'auditor'

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
  status: 'open'
  version: number
  openedAt: string
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
  /** When the bank recorded it. */
  createdAt: string
  /** Whether it occurred before something already recorded. */
  late: boolean
  actor: { id: string; name: string; role: string }
  commandId: string | null
  correlationId: string | null
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

/** One event with everything recorded about it, and its effect. */
export type EventDetailJson = {
  event: EventJson
  /** The event as stored; `event` has it in its current schema version. */
  stored: { schemaVersion: number; data: unknown; metadata: unknown }
  /** The stream's display name, such as the name on the account. */
  title: string
  /**
   * The state before and after it, in the order of recording: of accounts an `AccountJson`, of
   * other streams the complete state. Null before the first event.
   */
  before: StateJson | null
  after: StateJson
  /** The version of the stream's newest event. */
  newest: number
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

/** A command; `commandId` is a UUID created by the caller and kept for retries until answered. */
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
      /** When it occurred (RFC 3339), for late postings; tellers only. */
      occurredAt?: string
    }

/** The outcome of a command. Idempotent: the same command id and body get the same answer. */
export type CommandAnswer =
  | {
      outcome: 'accepted'
      accountId: string
      version: number
      account: AccountJson
      events: EventJson[]
    }
  | { outcome: 'refused'; problem: Problem }

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

/** The permanent record of an accepted movement: the account as that event left it. */
export type ReceiptJson = { account: AccountJson; event: EventJson }
