import type { AccountAtJson, EventJson, MomentAnswer, StateJson } from './types'

/** The shapes of the time machine on the wire, types only; money and times as in `types.ts`. */

/** An account at a moment, the events that the moment lies between, and the book around it. */
export type PastJson = Omit<Extract<MomentAnswer, { found: true }>, 'found'> & {
  /** The events on both sides of the moment, newest first. */
  around: EventJson[]
}

/** One point of an account's course: what an event left. */
export type PointJson = { version: number; occurredAt: string; balance: string }

/** The course of an account from one version to another, both included, in a few hundred points. */
export type CourseJson = {
  from: number
  to: number
  /** The version of the account's newest event. */
  newest: number
  currency: string
  points: PointJson[]
}

/** An event of those that made a balance; `balance` is what it and those recorded before it make. */
export type EntryJson = {
  event: EventJson
  change: string
  balance: string
  /** Recorded after the others, counted because it had happened by then. */
  late: boolean
}

/** Why a balance is what it is: its events, the newest recorded first, down to the first. */
export type ExplanationJson = {
  account: AccountAtJson
  /** How many events of the log's beginning are in it, and how many late ones. */
  counted: { prefix: number; late: number }
  items: EntryJson[]
  nextCursor: string | null
}

/** A stream at one of two moments; version 0 where it did not exist, or was not known of. */
export type ComparedJson = {
  asOf: string | null
  knownAt: string | null
  /** The version that the moment resolves to; 0 before the first. */
  version: number
  state: StateJson
}

/** What one leg of the way between two moments is about. */
export type LegKind =
  /** The same day, as the bank came to know it. */
  | 'learned'
  /** From one day to another, as the bank knew both. */
  | 'happened'
  /** From one version to another. */
  | 'recorded'

/** One leg of the way between two moments: the events that only one of its ends counts. */
export type LegJson = {
  kind: LegKind
  from: ComparedJson
  to: ComparedJson
  /** The balance at its end less that at its beginning; null for a stream without money. */
  change: string | null
  added: number
  removed: number
  items: { event: EventJson; side: 'added' | 'removed' }[]
  nextCursor: string | null
}

/** Two moments of a stream, and the way from one to the other along the two clocks. */
export type ComparisonJson = {
  /** Null for a stream without money. */
  currency: string | null
  from: ComparedJson
  to: ComparedJson
  /** The balance at the second moment less that at the first. */
  change: string | null
  legs: LegJson[]
}

/** One step of the fold. */
export type FoldStepJson = { event: EventJson; before: StateJson; after: StateJson }
