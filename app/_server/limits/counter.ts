import 'server-only'

const WINDOW_MS = 60_000

/** The most keys tracked at once; beyond that the oldest is dropped. */
const KEYS_MAX = 10_000

/** What all instances have counted under a key. */
export type Counted = { readonly points: number; readonly leftMs: number }

type Count = {
  /** Counted by all instances, as of the last answer of the database. */
  settled: number
  /** Counted here since then: being added there, and not yet. */
  sent: number
  pending: number
  endsAtMs: number
}

/**
 * Counts how often something is done in a minute, in this process, and adds it up with what others
 * count whenever a tenth of the limit has come together. So it costs a database nothing in ordinary
 * use, and each instance lets through a tenth too much at most.
 * @param max how often in a minute
 * @param add adds points to a key for all instances
 */
export function createCounter(
  max: number,
  add: (key: string, points: number) => Promise<Counted>,
  now: () => number = () => performance.now(),
) {
  const counts = new Map<string, Count>()
  const share = Math.max(1, Math.floor(max / 10))

  function countOf(key: string): Count {
    const known = counts.get(key)
    if (known && now() < known.endsAtMs) return known
    counts.delete(key)
    const count = { settled: 0, sent: 0, pending: 0, endsAtMs: now() + WINDOW_MS }
    counts.set(key, count)
    const [oldest] = counts.keys()
    if (counts.size > KEYS_MAX && oldest !== undefined) counts.delete(oldest)
    return count
  }

  async function settle(key: string, count: Count): Promise<void> {
    count.sent = count.pending
    count.pending = 0
    try {
      const { points, leftMs } = await add(key, count.sent)
      count.settled = points
      count.endsAtMs = now() + leftMs
    } catch {
      count.settled += count.sent
    } finally {
      count.sent = 0
    }
  }

  return {
    /**
     * Counts one or several; all of them or none.
     * @returns 0, or how many milliseconds to wait when it is too often
     */
    take(key: string, points = 1): number {
      const count = countOf(key)
      const before = count.settled + count.sent + count.pending
      // An array above the limit passes once, or it could never be sent.
      if (before > 0 && before + points > max) return Math.max(1, count.endsAtMs - now())
      count.pending += points
      if (count.pending >= share && count.sent === 0) void settle(key, count)
      return 0
    },
  }
}
