import 'server-only'
import { hashPassword, verifyPassword } from 'better-auth/crypto'

/** Hashes at once, of the four threads that also read files; others wait for their turn. */
const AT_ONCE_MAX = 2
const WAITING_MAX = 200

declare global {
  var daybookHashing: { running: number; readonly waiting: (() => void)[] } | undefined
}

/** Hashes a password, when fewer than two are being hashed. */
export function hashInTurn(password: string): Promise<string> {
  return inTurn(() => hashPassword(password))
}

/** Whether a password has a hash, when fewer than two are being hashed. */
export function verifyInTurn(asked: { hash: string; password: string }): Promise<boolean> {
  return inTurn(() => verifyPassword(asked))
}

/**
 * A hash takes a processor for a tenth of a second, on purpose: a crowd that signs in must not take
 * all of them.
 * @throws Error when too many wait
 */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  globalThis.daybookHashing ??= { running: 0, waiting: [] }
  const hashing = globalThis.daybookHashing
  if (hashing.running < AT_ONCE_MAX) hashing.running += 1
  else if (hashing.waiting.length >= WAITING_MAX) throw new Error('Too many passwords to hash')
  // Whoever ends passes the turn on.
  else await new Promise<void>(resolve => hashing.waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = hashing.waiting.shift()
    if (next) next()
    else hashing.running -= 1
  }
}
