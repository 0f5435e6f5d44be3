import type { Account, BalanceRange } from './bank-account'
import { isTimeZone } from './business-day'
import type { Command } from './commands'
import type { BankAccountEvent, Spent } from './events'

/** What a decision needs beside the state. */
export type Ask = {
  /** A late posting: what held since this date. */
  readonly since?: Date
  /** A reversal: the entry of this version. */
  readonly entry?: number
  /** Daily limits: what went out today, in this zone (null: in that of the account's limits). */
  readonly spentIn?: string | null
}

/** The answer to an `Ask`. */
export type Facts = {
  readonly since?: Since
  readonly entry?: Entry | null
  readonly spent?: Spent
}

/** What a late posting is decided on. It changes every later balance. */
export type Since = BalanceRange & {
  /** The account as of that date; null before it was opened. */
  readonly past: Account | null
  /** What went out on that day, if a daily limit applied then; in minor units. */
  readonly spent: bigint
}

/** An event that a reversal names. */
export type Entry = {
  readonly event: BankAccountEvent
  readonly occurredAt: Date
  /** The version of the entry that reversed it. */
  readonly reversedBy: number | null
}

export function asksOf(command: Command): Ask | null {
  if (command.type === 'SetLimits') {
    // A zone that does not exist is refused by the decision, on whatever facts.
    const timeZone = command.timeZone?.trim() ?? ''
    return { spentIn: isTimeZone(timeZone) ? timeZone : null }
  }
  const since = occurredAtOf(command)
  return since && { since }
}

/** What the reversal of an entry needs of the entry's account. */
export function asksOfReversal(version: number, command: Command): Ask {
  const since = occurredAtOf(command)
  return { entry: version, ...(since && { since }) }
}

/** The effective date of a late posting; null for other commands, or if it can't be read. */
export function occurredAtOf(command: Command): Date | null {
  if (!('occurredAt' in command) || command.occurredAt === undefined) return null
  return instantOf(command.occurredAt)
}

/** An instant in a command; null if it can't be read. */
export function instantOf(text: string): Date | null {
  const moment = new Date(text)
  return Number.isNaN(moment.getTime()) ? null : moment
}
