/** What is read from the bank; every figure is bounded or from the catalogue (figures.ts). */
export type Figures = {
  readonly at: Date
  /** All events with a position in the feed, archived ones included. */
  readonly events: number
  /** Events without one yet, up to 10,000; they are in no other figure but the sizes. */
  readonly waiting: number
  readonly databaseBytes: number
  readonly parts: readonly Part[]
  /** Events sampled evenly from the whole log. */
  readonly sample: readonly Sampled[]
  /** Events recorded in each of the last whole days of 24 hours, newest first. */
  readonly days: readonly number[]
  /** Events a day to plan for, in place of what was counted. */
  readonly perDay: number | null
  /** The age from which events go to the archive. */
  readonly archiveAfterDays: number
  /** Of the disk with the database; null where it can’t be known from here. */
  readonly diskFreeBytes: number | null
  /** Memory that the database’s machine has for it; null where it isn’t known. */
  readonly memoryBytes: number | null
}

export type PartName =
  | 'events'
  | 'archive'
  | 'answers'
  | 'snapshots'
  | 'feed'
  | 'accounts'
  | 'read models'
  | 'people'
  | 'other'

/** Tables that grow for one reason. */
export type Part = {
  readonly name: PartName
  readonly heapBytes: number
  readonly indexBytes: number
}

export type Sampled = {
  readonly kind: string
  readonly bytes: number
  /** `movable`: in `events`, and the archive would take it now. */
  readonly place: 'events' | 'movable' | 'archive'
}
