import 'server-only'
import type { Clocks } from '@/db/streams/state-at'

/**
 * While the log is ahead of this clock, an instant within the last minute means the present too: it
 * was read from a clock earlier, perhaps to the minute.
 */
const PRESENT_MS = 60_000

/**
 * Resolves instants against the present. Now means the end of the log, with every event; so does
 * the present instant, on either clock. This needs a rule only after a clock was ahead and has been
 * corrected, when events are dated later than now: then an instant at or after the present means
 * now, as an absent one does. Every other instant is a plain bound.
 * @param endOf the latest date in the log; called only for an instant this late
 * @returns what the clocks mean, or which of them is after both now and the end of the log
 */
export async function againstPresent(
  clocks: Clocks,
  endOf: () => Promise<Date | null>,
): Promise<{ readonly clocks: Clocks } | { readonly future: 'asOf' | 'knownAt' }> {
  const now = Date.now()
  const isPresent = (date: Date | undefined) =>
    date !== undefined && date.getTime() > now - PRESENT_MS
  const { asOf, knownAt } = clocks
  if (!isPresent(asOf) && !isPresent(knownAt)) return { clocks }
  const end = (await endOf())?.getTime() ?? 0
  const isFuture = (date: Date | undefined) =>
    date !== undefined && date.getTime() > Math.max(now, end)
  if (isFuture(asOf)) return { future: 'asOf' }
  if (isFuture(knownAt)) return { future: 'knownAt' }
  if (end <= now) return { clocks }
  return {
    clocks: {
      asOf: isPresent(asOf) ? undefined : asOf,
      knownAt: isPresent(knownAt) ? undefined : knownAt,
    },
  }
}
