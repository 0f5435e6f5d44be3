import 'server-only'
import { logWarning } from './log'

/** The shortest time between warnings; one per command would flood the log. */
const INTERVAL_MS = 10 * 60_000

/**
 * Warns that this machine's clock is behind recorded events: it is wrong now, or it was ahead and
 * has been corrected. Intervals are measured on a monotonic clock.
 */
export function createClockWarning(nowMs: () => number = () => performance.now()) {
  let saidAtMs = Number.NEGATIVE_INFINITY
  return (behindMs: number): void => {
    if (nowMs() - saidAtMs < INTERVAL_MS) return
    saidAtMs = nowMs()
    logWarning(
      `This machine’s clock is ${(behindMs / 1000).toFixed(1)} s behind the latest recorded event. ` +
        'If it is wrong, set it. If it is right, it was ahead before: until it catches up, new ' +
        'events get the correct effective date and the later recording time.',
    )
  }
}
