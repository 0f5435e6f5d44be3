import type { Clock } from '@/domain/event-sourcing/command-executor'

/** The time of a Node.js process. A pending timer alone does not keep the process alive. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  soon: run => {
    setImmediate(run)
  },
  after: (delayMs, run) => {
    setTimeout(run, delayMs).unref()
  },
}
