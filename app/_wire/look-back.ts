import type { AccountAtJson, EventJson, MomentAnswer, StateJson } from './types'

/** The time machine's JSON shapes, types only; money and times as in `types.ts`. */

/** An account at a moment, the events before and after the moment, and the log around it. */
export type PastJson = Omit<Extract<MomentAnswer, { found: true }>, 'found'> & {
  /** The events on both sides of the moment, newest first. */
  around: EventJson[]
}

/** One point of a balance course: the balance after an event. */
export type PointJson = { version: number; occurredAt: string; balance: string }

/** The balance course between two versions, both inclusive, in a few hundred points. */
export type CourseJson = {
  from: number
  to: number
  /** The version of the account's newest event. */
  newest: number
  currency: string
  points: PointJson[]
}

/**
 * An event that contributes to a balance; `balance` is the sum of it and those recorded before it.
 */
export type EntryJson = {
  event: EventJson
  change: string
  balance: string
  /** Recorded after the others, but counted because it had occurred by then. */
  late: boolean
}

/** The events that add up to a balance, newest recorded first. */
export type ExplanationJson = {
  account: AccountAtJson
  /** How many events from the start of the log are counted, and how many late ones. */
  counted: { prefix: number; late: number }
  items: EntryJson[]
  nextCursor: string | null
}

/** A stream at one of two moments; version 0 where it did not exist or was not yet known. */
export type ComparedJson = {
  asOf: string | null
  knownAt: string | null
  /** The version that the moment resolves to; 0 before the first. */
  version: number
  state: StateJson
}

/** The kind of a leg between two moments. */
export type LegKind =
  /** The same day, as the bank learned more about it. */
  | 'learned'
  /** From one day to another, with the same knowledge. */
  | 'happened'
  /** From one version to another. */
  | 'recorded'

/** One leg between two moments: the events that only one of its ends counts. */
export type LegJson = {
  kind: LegKind
  from: ComparedJson
  to: ComparedJson
  /** The last balance minus the first; null for a stream without money. */
  change: string | null
  added: number
  removed: number
  items: { event: EventJson; side: 'added' | 'removed' }[]
  nextCursor: string | null
}

/** A stream at two moments, and the legs between them along the two clocks. */
export type ComparisonJson = {
  /** Null for a stream without money. */
  currency: string | null
  from: ComparedJson
  to: ComparedJson
  /** The second balance minus the first. */
  change: string | null
  legs: LegJson[]
}

export type FoldStepJson = { event: EventJson; before: StateJson; after: StateJson }
