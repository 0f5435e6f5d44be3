import 'server-only'
import { problem } from '@/app/_server/http/problems'
import { outsideRequests } from '@/app/_server/process/deadlines'
import type { Problem } from '@/app/_wire/types'
import { createCounter } from './counter'
import { type LimitName, readLimits } from './limits.mjs'
import { openCounts } from './store'
import { secondsOf, waitInWords } from './wait-in-words'

type Counted = Exclude<LimitName, 'signIns' | 'addressSignIns'>

declare global {
  var daybookCounters: Map<Counted, ReturnType<typeof createCounter>> | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function counterOf(name: Counted): ReturnType<typeof createCounter> {
  globalThis.daybookCounters ??= new Map()
  const known = globalThis.daybookCounters.get(name)
  if (known) return known
  const counts = openCounts(name, 60)
  const counter = createCounter(readLimits()[name], (key, points) =>
    outsideRequests(async () => {
      const { consumedPoints, msBeforeNext } = await counts.penalty(key, points)
      return { points: consumedPoints, leftMs: msBeforeNext }
    }),
  )
  globalThis.daybookCounters.set(name, counter)
  return counter
}

/**
 * Counts what a person or program does; null, or the problem when it is too often.
 * @param who the id of the person or program
 */
export function takeFrom(name: Counted, who: string, points = 1): Problem | null {
  const waitMs = counterOf(name).take(who, points)
  return waitMs === 0 ? null : tooMany(WORDS[name], waitMs)
}

/** Counts a list that is filtered by words as a search; without any it is none. */
export function takeSearch(who: string, words: string | undefined): Problem | null {
  return words?.trim() ? takeFrom('searches', who) : null
}

const WORDS: Readonly<Record<Counted, string>> = {
  commands: 'commands',
  exports: 'exports',
  searches: 'searches',
  numbers: 'account numbers',
}

/** 429: what there was too much of, and the wait in words and for programs. */
export function tooMany(what: string, waitMs: number): Problem {
  const seconds = secondsOf(waitMs)
  const detail = `Too many ${what}. Try again in ${waitInWords(seconds)}.`
  return problem('TooManyAttempts', detail, { retryAfter: seconds })
}

/** The account numbers that somebody looked up in the last minute, with the end of that minute. */
const lookedUp = new Map<string, number>()
const LOOKED_UP_MAX = 10_000

/** As `takeFrom` for an account number; the same number again is free for a minute. */
export function takeNumber(userId: string, number: string): Problem | null {
  const [key, now] = [`${userId} ${number}`, performance.now()]
  if ((lookedUp.get(key) ?? 0) > now) return null
  const refusal = takeFrom('numbers', userId)
  if (refusal) return refusal
  lookedUp.delete(key)
  lookedUp.set(key, now + 60_000)
  const [oldest] = lookedUp.keys()
  if (lookedUp.size > LOOKED_UP_MAX && oldest !== undefined) lookedUp.delete(oldest)
  return null
}
