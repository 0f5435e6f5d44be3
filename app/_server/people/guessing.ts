import 'server-only'

/** The most failed sign-in attempts per e-mail and time window. */
const ATTEMPTS_MAX = 10
const WINDOW_MS = 60_000

/** The most e-mails tracked; beyond that the oldest is dropped. */
const EMAILS_MAX = 10_000

type Attempts = { readonly since: number; readonly count: number }

const attempts = new Map<string, Attempts>()

/** Counts a sign-in attempt for an e-mail; false when there have been too many. */
export function mayAttempt(email: string, now: number = performance.now()): boolean {
  const key = email.toLowerCase().slice(0, 320)
  const before = attempts.get(key)
  const running = before && now - before.since < WINDOW_MS ? before : { since: now, count: 0 }
  if (running.count >= ATTEMPTS_MAX) return false
  attempts.delete(key)
  attempts.set(key, { ...running, count: running.count + 1 })
  const [oldest] = attempts.keys()
  if (attempts.size > EMAILS_MAX && oldest !== undefined) attempts.delete(oldest)
  return true
}

/** Resets the count after a successful sign-in. */
export function forgetAttempts(email: string): void {
  attempts.delete(email.toLowerCase().slice(0, 320))
}
