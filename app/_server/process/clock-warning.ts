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
      `This machine’s clock is ${(behindMs / 1000).toFixed(1)} s behind the latest recorded event. ` +
        'If it is wrong, set it. If it is right, it was ahead before: until it catches up, new ' +
        'events get the correct effective date and the later recording time.',
    )
  }
}
