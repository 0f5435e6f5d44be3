import 'server-only'

/** A time in which this process could record nothing. */
export type Outage = {
  readonly sinceMs: number
  /** What is wrong, in a sentence. */
  readonly about: string
  /** When it was over; null while it lasts. */
  readonly untilMs: number | null
}

declare global {
  var daybookOutage: Outage | null | undefined
}

/** The outage that this process has seen and not recorded yet; shared by all copies of this module. */
export function unrecordedOutage(): Outage | null {
  return globalThis.daybookOutage ?? null
}

export function keepOutage(outage: Outage | null): void {
  globalThis.daybookOutage = outage
}

/** What keeps this process from recording anything; null while nothing does. */
export function outageNow(): Outage | null {
  const outage = unrecordedOutage()
  return outage?.untilMs === null ? outage : null
}
