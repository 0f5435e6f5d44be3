import 'server-only'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { openCounts } from './store'

/** How long wrong passwords count. */
const FAILURES_S = 15 * 60

/** The first wait, which doubles with every further wrong password, and the longest. */
const WAIT_FIRST_S = 5
const WAIT_MAX_S = 60

/** How long an address is known as one of a person. */
const KNOWN_S = 90 * 24 * 3600

/** Where attempts are counted together. */
export type Bucket = {
  readonly key: string
  /** How many may fail before waits begin. */
  readonly free: number
  /** Whether a success clears it; otherwise it takes back one attempt only. */
  readonly isPersonal: boolean
}

declare global {
  var daybookBuckets: Counts | undefined
}

type Counts = Readonly<Record<'failures' | 'waits' | 'known', RateLimiterAbstract>> & {
  /** Until when each bucket waits, by the clock of `Date.now`, as far as this process knows. */
  readonly waiting: Map<string, number>
}

/** The most buckets whose wait is remembered; the oldest goes first. */
const WAITING_MAX = 10_000

function counts(): Counts {
  globalThis.daybookBuckets ??= {
    failures: openCounts('failed', FAILURES_S),
    waits: openCounts('wait', WAIT_MAX_S),
    known: openCounts('known', KNOWN_S),
    waiting: new Map(),
  }
  return globalThis.daybookBuckets
}

/**
 * Counts an attempt in all of its buckets before it is made, so that attempts at the same time don't
 * slip through.
 * @returns 0, or how many milliseconds to wait; then nothing was counted
 */
export async function beginAttempt(buckets: readonly Bucket[]): Promise<number> {
  const waiting = await Promise.all(buckets.map(waitOf))
  const waitMs = Math.max(...waiting)
  if (waitMs > 0) return waitMs
  const begun = await Promise.all(buckets.map(begin))
  const refusedMs = Math.max(...begun)
  if (refusedMs > 0) await Promise.all(buckets.map(takeBack))
  return refusedMs
}

/** How many milliseconds a bucket still waits. A flood is refused without asking the database. */
async function waitOf({ key }: Bucket): Promise<number> {
  const known = (counts().waiting.get(key) ?? 0) - Date.now()
  if (known > 0) return known
  return remember(key, (await counts().waits.get(key))?.msBeforeNext ?? 0)
}

function remember(key: string, waitMs: number): number {
  const { waiting } = counts()
  waiting.delete(key)
  if (waitMs > 0) waiting.set(key, Date.now() + waitMs)
  const [oldest] = waiting.keys()
  if (waiting.size > WAITING_MAX && oldest !== undefined) waiting.delete(oldest)
  return waitMs
}

/** Counts an attempt in one bucket. Of those that come after the free ones, one passes each wait. */
async function begin({ key, free }: Bucket): Promise<number> {
  const { consumedPoints } = await counts().failures.penalty(key)
  if (consumedPoints < free) return 0
  const waitS = Math.min(WAIT_FIRST_S * 2 ** Math.min(consumedPoints - free, 10), WAIT_MAX_S)
  const wait = await counts().waits.penalty(key, 1, { customDuration: waitS })
  remember(key, wait.msBeforeNext)
  return wait.consumedPoints === 1 ? 0 : wait.msBeforeNext
}

async function takeBack({ key }: Bucket): Promise<void> {
  await counts().failures.reward(key)
}

/** Forgets an attempt that was right. */
export async function succeed(buckets: readonly Bucket[]): Promise<void> {
  await Promise.all(
    buckets.map(async bucket => {
      if (!bucket.isPersonal) return takeBack(bucket)
      counts().waiting.delete(bucket.key)
      await Promise.all([counts().failures.delete(bucket.key), counts().waits.delete(bucket.key)])
    }),
  )
}

/** Whether a person signed in from an address in the last months. */
export async function isKnownAddress(person: string, address: string): Promise<boolean> {
  return (await counts().known.get(`${person}:${address}`)) !== null
}

export async function rememberAddress(person: string, address: string): Promise<void> {
  await counts().known.set(`${person}:${address}`, 1, KNOWN_S)
}
