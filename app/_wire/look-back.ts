import type { AccountAtJson, EventJson, MomentAnswer, StateJson } from './types'

/** The time machine's JSON shapes, types only; money and times as in `types.ts`. */

/** An account at a moment, the events before and after the moment, and the log around it. */
export type PastJson = Omit<Extract<MomentAnswer, { found: true }>, 'found'> & {
  /** The events on both sides of the moment, newest first. */
  around: EventJson[]
}

/**
 * One point of a balance course: the balance after an event, in the order recorded. `frontierAt` is
 * the latest effective date so far, later than `occurredAt` for a late event.
 */
export type PointJson = {
  version: number
  occurredAt: string
  frontierAt: string
  occurredOn?: string
  balance: string
}

/** The balance by effective date: with everything dated up to `at`, late events among it. */
export type DatedPointJson = {
  /** The event that led to it; null at an end of the range without one. */
  version: number | null
  at: string
  /** The calendar date of the event, if it came without a time of day. */
  occurredOn?: string
  balance: string
  late: boolean
}

/** The course by effective date, as known now or at `knownAt`. */
export type CourseByDateJson = {
  points: DatedPointJson[]
  /** The late events dated inside the range, by date; of very many every n-th. */
  late: { version: number; occurredAt: string; occurredOn?: string; createdAt: string }[]
  lateCount: number
}

/** The balance course between two versions, both inclusive, in a few hundred points. */
export type CourseJson = {
  from: number
  to: number
  /** The version of the account's newest event. */
  newest: number
  currency: string
  points: PointJson[]
  byDate: CourseByDateJson
}

/** An event that contributes to a balance; `balance` is the sum of it and those below it. */
export type EntryJson = {
  event: EventJson
  change: string
  balance: string
  /**
   * By recording: recorded after the others, but counted because it had occurred by then. By
   * effective date: recorded after an event that is dated later.
   */
  late: boolean
}

/** The order of an explanation; in effective order late events stand at their date. */
export type EntryOrder = 'recorded' | 'effective'

/** The events that add up to a balance, newest recorded first, or newest effective first. */
export type ExplanationJson = {
  account: AccountAtJson
  /** How many events from the start of the log are counted, and how many late ones. */
  counted: { prefix: number; late: number }
  items: EntryJson[]
  /** The version of the event that placed each active hold, by the hold's id. */
  placedBy: Record<string, number>
  nextCursor: string | null
}

/** A stream at one of two moments; version 0 where it did not exist or was not yet known. */
export type ComparedJson = {
  asOf: string | null
  knownAt: string | null
  /** Whether the moment is a version; otherwise it is a date, or now. */
  byVersion: boolean
  /** The version that the moment resolves to; 0 before the first. */
  version: number
  /** When that version was recorded; null before the first. */
  recordedAt: string | null
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
  /** The customers in both states by user id, for staff. */
  people: Record<string, string>
  legs: LegJson[]
}

export type FoldStepJson = { event: EventJson; before: StateJson; after: StateJson }
