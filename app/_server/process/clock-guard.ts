import 'server-only'
import type { Sql } from '@/db/connection'
import { type Clocks, readClocks } from '@/db/streams/clocks'
import { SKEW_MAX_MS } from '@/domain/event-sourcing/stream'
import { logWarning } from './log'

/**
 * How the clock of this process stands. Against the database's it is wrong now, on one of the two
 * machines. Behind the log it is wrong, or it was ahead before and has been corrected.
 */
export type ClockState =
  | { readonly state: 'sane' }
  | { readonly state: 'ahead'; readonly of: 'database'; readonly byMs: number }
  | { readonly state: 'behind'; readonly of: 'database' | 'log'; readonly byMs: number }

/** This clock and the database's may differ by so much. */
const DATABASE_SKEW_MAX_MS = 5_000

/** The shortest time between warnings of one kind; one per command would flood the log. */
const INTERVAL_MS = 10 * 60_000

/** Between two looks at the clocks. */
export const CLOCK_PAUSE_MS = 30_000

export type ClockGuard = {
  /** Reads the clocks, and warns in the log unless they agree. */
  look(): Promise<ClockState>
  /** Warns that the clock is behind an event which was just recorded. */
  isBehind(byMs: number): void
}

/**
 * @param read asks the database
 * @param monotonicMs measures intervals, whatever is done to the clock
 */
export function createClockGuard(
  read: () => Promise<Clocks>,
  monotonicMs: () => number = () => performance.now(),
): ClockGuard {
  const saidAtMs = new Map<string, number>()

  function warn(clock: ClockState): void {
    const sentence = clockSentence(clock)
    if (sentence === null || clock.state === 'sane') return
    const kind = `${clock.state} ${clock.of}`
    const nowMs = monotonicMs()
    if (nowMs - (saidAtMs.get(kind) ?? Number.NEGATIVE_INFINITY) < INTERVAL_MS) return
    saidAtMs.set(kind, nowMs)
    logWarning(sentence)
  }

  return {
    async look() {
      const beforeMs = Date.now()
      const clock = compareClocks(await read(), beforeMs, Date.now())
      warn(clock)
      return clock
    },
    isBehind: byMs => warn({ state: 'behind', of: 'log', byMs }),
  }
}

/** The guard of a bank, which asks on a connection that doesn't wait for others. */
export function guardClock(probe: Sql): ClockGuard {
  return createClockGuard(() => readClocks(probe))
}

/**
 * How this clock stands to what the database answered between two moments of it: only a difference
 * that the time for the answer can't explain counts.
 */
export function compareClocks(
  { databaseMs, newestMs }: Clocks,
  beforeMs: number,
  afterMs: number,
): ClockState {
  const [aheadMs, behindMs] = [beforeMs - databaseMs, databaseMs - afterMs]
  if (aheadMs > DATABASE_SKEW_MAX_MS) return { state: 'ahead', of: 'database', byMs: aheadMs }
  if (behindMs > DATABASE_SKEW_MAX_MS) return { state: 'behind', of: 'database', byMs: behindMs }
  const logMs = newestMs === null ? 0 : newestMs - afterMs
  return logMs > SKEW_MAX_MS ? { state: 'behind', of: 'log', byMs: logMs } : { state: 'sane' }
}

/** What is wrong with the clock and what to do, in sentences for the staff; null when it is right. */
export function clockSentence(clock: ClockState): string | null {
  if (clock.state === 'sane') return null
  const by = `${(clock.byMs / 1000).toFixed(1)} s ${clock.state}`
  if (clock.of === 'database') {
    const than = clock.state === 'ahead' ? 'of the database’s' : 'the database’s'
    return (
      `This machine’s clock is ${by} ${than}. New events are dated by this machine: ` +
      'set the clock that is wrong.'
    )
  }
  return (
    `This machine’s clock is ${by} the latest recorded event. ` +
    'If it is wrong, set it. If it is right, it was ahead before: until it catches up, new ' +
    'events get the correct effective date and the later recording time.'
  )
}

/**
 * Whether the bank should not serve with this clock. Behind the log alone it should: the clock agrees
 * with the database's, so it is right now, and events are dated by it.
 */
export function isClockWrong(clock: ClockState): boolean {
  return clock.state !== 'sane' && clock.of === 'database'
}
