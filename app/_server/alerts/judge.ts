import 'server-only'
import type { Rule } from './rules'

/** What a rule measured: a figure in its unit, and what it is about. */
export type Reading = { readonly value: number; readonly about: string | null }

/** Since when a figure has been bad or good without a break, in epoch milliseconds. */
export type Memory = { readonly badMs: number | null; readonly goodMs: number | null }

export const NO_MEMORY: Memory = { badMs: null, goodMs: null }

export type Verdict = {
  readonly memory: Memory
  /** Whether the alert should be raised or over now; null: as it is. `sinceMs`: since when. */
  readonly change: { readonly to: 'raised' | 'cleared'; readonly sinceMs: number } | null
}

/**
 * Judges one reading. Bad: at the value that raises, or beyond; good: at the value that clears, or
 * better; between them an alert stays as it is.
 * @param reading null: there is nothing to measure, which is good
 * @param isRaised whether the alert is raised now
 */
export function judge(
  rule: Rule,
  before: Memory,
  reading: Reading | null,
  isRaised: boolean,
  nowMs: number,
): Verdict {
  const isBad = reading !== null && isAtLeast(rule, reading.value, rule.raiseAt)
  const isGood = reading === null || !isBeyond(rule, reading.value, rule.clearAt)
  const memory = {
    badMs: isBad ? (before.badMs ?? nowMs) : null,
    goodMs: isGood ? (before.goodMs ?? nowMs) : null,
  }
  const { badMs, goodMs } = memory
  if (!isRaised && badMs !== null && nowMs - badMs >= rule.raiseAfterMs) {
    return { memory, change: { to: 'raised', sinceMs: badMs } }
  }
  if (isRaised && goodMs !== null && nowMs - goodMs >= rule.clearAfterMs) {
    return { memory, change: { to: 'cleared', sinceMs: goodMs } }
  }
  return { memory, change: null }
}

function isAtLeast({ worse }: Rule, value: number, limit: number): boolean {
  return worse === 'higher' ? value >= limit : value <= limit
}

function isBeyond({ worse }: Rule, value: number, limit: number): boolean {
  return worse === 'higher' ? value > limit : value < limit
}
