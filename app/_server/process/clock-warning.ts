import 'server-only'
import { logWarning } from './log'

/** While the clock stays behind, it is said this often at most; a command each would fill the log. */
const INTERVAL_MS = 10 * 60_000

/**
 * Warns that this machine's clock is behind what was recorded before: either it is wrong now, or it
 * was ahead and has been set right. Measured on a clock that is never set.
 */
export function createClockWarning(nowMs: () => number = () => performance.now()) {
  let saidAtMs = Number.NEGATIVE_INFINITY
  return (behindMs: number): void => {
    if (nowMs() - saidAtMs < INTERVAL_MS) return
    saidAtMs = nowMs()
    logWarning(
      `The clock of this machine is ${(behindMs / 1000).toFixed(1)} s behind what was recorded on ` +
        'an account before. If it is right now, it was ahead then: new entries happen when it says, ' +
        'and are recorded at the later time, until it has passed that. If it is wrong now, set it.',
    )
  }
}
