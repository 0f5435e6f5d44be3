import 'server-only'

/** A point on the two clocks; an absent one is now. */
export type Clocks = { readonly asOf?: Date | undefined; readonly knownAt?: Date | undefined }

/**
 * While a book is ahead of this clock, an instant of the last minute is the present too: who asks
 * for the present has read a clock before, and may write it to the minute.
 */
const PRESENT_MS = 60_000

/**
 * Reads instants against the present. Now is the end of the book, with every event in it; and so is
 * the present instant, on either clock. That needs a rule only after a clock was ahead and has been
 * set right, when events are dated later than now: then an instant at or after the present means
 * now, as an absent one does. Every other instant is the plain bound that it says.
 *
 * @param endOf the latest date in the book that is asked; called only for an instant so late
 * @returns what the clocks mean, or which of them is later than now and than all of the book
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
