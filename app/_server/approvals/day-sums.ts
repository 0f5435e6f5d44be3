import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { DEADLINES } from '@/app/_server/process/deadlines'

/** For how long what somebody moved alone counts. */
const DAY_MS = 24 * 60 * 60_000

/** A command that has no answer after this long will get none. */
const FORGOTTEN_MS = 3 * DEADLINES.command

type Moving = { readonly minor: bigint; readonly untilMs: number }

declare global {
  var daybookMoving: Map<string, Set<Moving>> | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function movingOf(key: string): Set<Moving> {
  globalThis.daybookMoving ??= new Map()
  const known = globalThis.daybookMoving.get(key) ?? new Set()
  for (const one of known) if (one.untilMs < performance.now()) known.delete(one)
  globalThis.daybookMoving.set(key, known)
  return known
}

/** What an amount makes together with the others of its day. */
export type DaySum = {
  readonly minor: bigint
  /** Call it when the command has its answer, whatever that is. */
  readonly done: () => void
}

/**
 * Adds an amount to what somebody moved on an account within a day without a second person. Commands
 * that are under way count from the moment they are asked about, so that many at once are no way
 * around; each only with those before it.
 */
export async function addToDay(accountId: string, actorId: string, minor: bigint): Promise<DaySum> {
  const key = `${actorId} ${accountId}`
  const moving = movingOf(key)
  const before = [...moving].reduce((sum, one) => sum + one.minor, 0n)
  const own = { minor, untilMs: performance.now() + FORGOTTEN_MS }
  moving.add(own)
  const done = () => {
    moving.delete(own)
    if (moving.size === 0) globalThis.daybookMoving?.delete(key)
  }
  try {
    const since = new Date(Date.now() - DAY_MS)
    const moved = await bank().store.sumMovedAlone({ accountId, actorId, since })
    return { minor: moved + before + minor, done }
  } catch (error) {
    done()
    throw error
  }
}
