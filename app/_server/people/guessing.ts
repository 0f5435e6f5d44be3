import 'server-only'

/** So many failed attempts on one e-mail are let through in so much time. */
const ATTEMPTS_MAX = 10
const WINDOW_MS = 60_000

/** So many e-mails are remembered; past that the oldest is forgotten. */
const EMAILS_MAX = 10_000

type Attempts = { readonly since: number; readonly count: number }

const attempts = new Map<string, Attempts>()

/** Counts an attempt to sign in with an e-mail; false when there have been too many. */
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

/** Begins anew after somebody has signed in. */
export function forgetAttempts(email: string): void {
  attempts.delete(email.toLowerCase().slice(0, 320))
}
