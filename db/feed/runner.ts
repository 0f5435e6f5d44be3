import type { Sql } from '../connection'
import { FEED_CHANNEL } from './channels'
import { sequence } from './sequencer'
import { advanceSubscription, type Subscriber } from './subscription'

/** Polling is the guarantee: a lost notification delays an event by this much, but loses none. */
const POLL_MS = 500

/** After a failure that is retried. */
const RETRY_MS = 1000

export type Feed = {
  /**
   * Wakes the sequencer of this process after a commit. Other processes are not notified: their
   * sequencers would only find the row locked.
   */
  readonly ring: () => void
  /** Calls `hear` whenever there may be new positions; returns a function that stops this. */
  readonly onFeed: (hear: () => void) => () => void
  readonly stop: () => Promise<void>
}

/**
 * Starts a sequencer and the subscribers. Every process may: row locks divide the work.
 * @param onError called for failures that are retried, and for subscribers that had to stop
 */
export function startFeed(
  sql: Sql,
  subscribers: readonly Subscriber[],
  onError: (error: unknown, loop: string) => void,
): Feed {
  const stopping = new AbortController()
  const outboxBell = createBell()
  const feedBell = createBell()
  const hearers = new Set<() => void>()
  const ringFeed = () => {
    feedBell.ring()
    for (const hear of hearers) hear()
  }
  const listening = Promise.allSettled([sql.listen(FEED_CHANNEL, ringFeed, ringFeed)])
  const poll = setInterval(() => hearers.size > 0 && ringFeed(), POLL_MS)

  const loops = [
    run('sequencer', outboxBell, () => sequence(sql)),
    ...subscribers.map(subscriber =>
      run(subscriber.name, feedBell, () => advanceSubscription(sql, subscriber)),
    ),
  ]

  /** Works until there is nothing to do, then waits to be woken. */
  async function run(name: string, bell: Bell, step: () => Promise<number | null>) {
    while (!stopping.signal.aborted) {
      const heard = bell.next(POLL_MS, stopping.signal)
      try {
        while (!stopping.signal.aborted && (await step()));
        await heard
      } catch (error) {
        if (stopping.signal.aborted) return
        onError(error, name)
        await createBell().next(RETRY_MS, stopping.signal)
      }
    }
  }

  return {
    ring: outboxBell.ring,
    onFeed(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    async stop() {
      stopping.abort()
      clearInterval(poll)
      await Promise.all([...loops, listening])
    },
  }
}

type Bell = ReturnType<typeof createBell>

function createBell() {
  const waiting = new Set<() => void>()
  return {
    ring: () => {
      for (const wake of waiting) wake()
    },
    /** Resolves at the next ring, after `timeoutMs`, or when `signal` aborts. */
    next: (timeoutMs: number, signal: AbortSignal) =>
      new Promise<void>(resolve => {
        const wake = () => {
          clearTimeout(timer)
          waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, timeoutMs)
        signal.addEventListener('abort', wake)
        waiting.add(wake)
      }),
  }
}
