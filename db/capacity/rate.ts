export type Rate = {
  /** Days that were counted; 0 for a bank without a whole day. */
  readonly days: number
  /** The mean without the busiest day, so that one import is no trend. */
  readonly perDay: number
  readonly median: number
  readonly busiest: number
  /** The last 28 days compared with the 28 before; null for a younger bank, or with too few. */
  readonly growth: number | null
}

/** When something is used up: at today’s rate, and if the rate goes on changing as it did. */
export type Due = { readonly steady: Date | null; readonly growing: Date | null }

const DAY_MS = 86_400_000
export const MONTH_DAYS = 28
/** Fewer events a day tell no growth: a few more would be a trend without end. */
const TREND_PER_DAY_MIN = 100
const CENTURY_DAYS = 36_525

/**
 * @param days events recorded in each of the last whole days, newest first
 * @param planned events a day, if they are given instead
 */
export function rateOf(days: readonly number[], planned: number | null): Rate {
  const month = days.slice(0, MONTH_DAYS)
  const sorted = month.toSorted((a, b) => a - b)
  const kept = sorted.length > 1 ? sorted.slice(0, -1) : sorted
  const before = days.slice(MONTH_DAYS, 2 * MONTH_DAYS)
  const [now, then] = [meanWithoutBusiest(month), meanWithoutBusiest(before)]
  const isTrend = planned === null && before.length === MONTH_DAYS && then >= TREND_PER_DAY_MIN
  return {
    days: month.length,
    perDay: planned ?? meanOf(kept),
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    busiest: sorted.at(-1) ?? 0,
    growth: isTrend ? now / then : null,
  }
}

function meanWithoutBusiest(days: readonly number[]): number {
  return meanOf(days.toSorted((a, b) => a - b).slice(0, -1))
}

export function meanOf(numbers: readonly number[]): number {
  return each(
    numbers.reduce((sum, one) => sum + one, 0),
    numbers.length,
  )
}

export function each(sum: number, count: number): number {
  return count > 0 ? sum / count : 0
}

/** When so many more events will have been recorded. */
export function dueIn(at: Date, events: number | null, { perDay, growth }: Rate): Due {
  if (events === null || perDay <= 0) return { steady: null, growing: null }
  const days = Math.max(0, events) / perDay
  const steady = dateIn(at, days)
  if (growth === null) return { steady, growing: null }
  // Events after t days: perDay / k × (e^kt − 1), where the rate grows by `growth` in four weeks.
  const k = Math.log(growth) / MONTH_DAYS
  if (Math.abs(k) < 1e-9) return { steady, growing: steady }
  const grown = 1 + k * days
  return { steady, growing: grown > 0 ? dateIn(at, Math.log(grown) / k) : null }
}

function dateIn(at: Date, days: number): Date | null {
  return days <= CENTURY_DAYS ? new Date(at.getTime() + days * DAY_MS) : null
}
