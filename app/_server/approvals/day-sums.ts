import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { DEADLINES } from '@/app/_server/process/deadlines'
import type { Currency } from '@/domain/money/money'

/** The sum of more transfers than can be added up: more than any limit. */
const BEYOND_LIMITS = 10n ** 30n

/** For how long what somebody moved alone counts. */
const DAY_MS = 24 * 60 * 60_000

/** A command that has no answer after this long will get none. */
const FORGOTTEN_MS = 3 * DEADLINES.command

type Moving = {
  readonly minor: bigint
  readonly commandId: string | undefined
  readonly untilMs: number
}

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
export function addToDay(accountId: string, actorId: string, minor: bigint): Promise<DaySum> {
  return add(`${actorId} ${accountId}`, { minor }, () =>
    bank().store.sumMovedAlone({ accountId, actorId, since: dayAgo() }),
  )
}

type Sent = {
  readonly actorId: string
  /** Sent again, it counts once. */
  readonly commandId: string
  readonly minor: bigint
  readonly currency: Currency
  /** Until when the sender counted as proved last: what was sent before is not counted. */
  readonly provedUntil: Date
}

/**
 * Adds an amount to what somebody transferred within a day, from any account, without having proved
 * who they are.
 */
export function addToSent({ minor, provedUntil, ...of }: Sent): Promise<DaySum> {
  const { actorId, currency, commandId } = of
  const since = new Date(Math.max(dayAgo().getTime(), provedUntil.getTime()))
  const sumRecorded = async () => (await bank().store.sumSent({ ...of, since })) ?? BEYOND_LIMITS
  return add(`${actorId} ${currency}`, { minor, commandId }, sumRecorded)
}

function dayAgo(): Date {
  return new Date(Date.now() - DAY_MS)
}

type Added = { readonly minor: bigint; readonly commandId?: string }

/** The sum with what is recorded, and with what is under way under the same key. */
async function add(
  key: string,
  { minor, commandId }: Added,
  sumRecorded: () => Promise<bigint>,
): Promise<DaySum> {
  const moving = movingOf(key)
  const before = [...moving]
    .filter(one => commandId === undefined || one.commandId !== commandId)
    .reduce((sum, one) => sum + one.minor, 0n)
  const own = { minor, commandId, untilMs: performance.now() + FORGOTTEN_MS }
  moving.add(own)
  const done = () => {
    moving.delete(own)
    if (moving.size === 0) globalThis.daybookMoving?.delete(key)
  }
  try {
    return { minor: (await sumRecorded()) + before + minor, done }
  } catch (error) {
    done()
    throw error
  }
}
