/** What the bank takes, and when its machine is used up. Times are RFC 3339; sizes in bytes. */
export type CapacityJson = {
  readonly at: string
  readonly events: number
  /** On disk, with everything that an event takes along. */
  readonly bytesPerEvent: number
  /** From a sample; the most frequent first. */
  readonly kinds: readonly {
    readonly kind: string
    /** 0 to 1. */
    readonly share: number
    readonly rowBytes: number
    readonly bytesPerEvent: number
  }[]
  readonly rate: {
    /** Days that were counted; 0: the bank is younger than one. */
    readonly days: number
    /** Events a day, without the busiest one. */
    readonly perDay: number
    readonly median: number
    readonly busiest: number
    /** The last 28 days as a multiple of the 28 before; null for a younger bank. */
    readonly growth: number | null
  }
  readonly disk: {
    /** Null: the database is on another machine. */
    readonly freeBytes: number | null
    readonly bytesPerDay: number
    readonly due: DueJson
  }
  readonly memory: {
    readonly bytes: number | null
    readonly workingSetBytes: number
    readonly due: DueJson
  }
  readonly archive: {
    readonly afterDays: number
    /** Of the table `events`, 0 to 1. */
    readonly share: number
    readonly events: number
    readonly leavesBytes: number
    readonly workingSetBytes: number
  }
  readonly steps: readonly {
    readonly name: string
    /** Null: not within a hundred years, or not known. */
    readonly when: string | null
    readonly events: number | null
    readonly because: string
  }[]
}

/** When something is used up: at today's rate, and if the rate goes on changing as it did. */
export type DueJson = { readonly steady: string | null; readonly growing: string | null }
