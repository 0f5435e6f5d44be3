import 'server-only'

const WINDOW_MS = 60_000

/** The most keys tracked at once; beyond that the oldest is dropped. */
const KEYS_MAX = 10_000

/** What was tried under a key since a moment. */
type Attempts = { readonly since: number; readonly tried: Set<string> }

/** How many different things may be tried under a key in a minute. */
function createLimit(max: number) {
  const attempts = new Map<string, Attempts>()
  return {
    /** Counts an attempt; false when there have been too many. Trying the same again is free. */
    mayTry(key: string, what: string, now: number): boolean {
      const before = attempts.get(key)
      const running =
        before && now - before.since < WINDOW_MS ? before : { since: now, tried: new Set<string>() }
      if (running.tried.has(what)) return true
      if (running.tried.size >= max) return false
      attempts.delete(key)
      attempts.set(key, running)
      running.tried.add(what)
      const [oldest] = attempts.keys()
      if (attempts.size > KEYS_MAX && oldest !== undefined) attempts.delete(oldest)
      return true
    },
    forget: (key: string) => void attempts.delete(key),
  }
}

const signIns = createLimit(10)
let attempt = 0

/** Counts a sign-in attempt for an e-mail; false when there have been too many. */
export function mayAttempt(email: string, now: number = performance.now()): boolean {
  attempt += 1
  return signIns.mayTry(emailKey(email), String(attempt), now)
}

/** Resets the count after a successful sign-in. */
export function forgetAttempts(email: string): void {
  signIns.forget(emailKey(email))
}

function emailKey(email: string): string {
  return email.toLowerCase().slice(0, 320)
}

declare global {
  var daybookLookUps: ReturnType<typeof createLimit> | undefined
}

/**
 * Counts an account number that a customer looks up; false when there have been too many. Shared by
 * all copies that Next.js makes of this module.
 */
export function mayLookUp(userId: string, number: string, now: number = performance.now()) {
  globalThis.daybookLookUps ??= createLimit(30)
  return globalThis.daybookLookUps.mayTry(userId, number, now)
}
