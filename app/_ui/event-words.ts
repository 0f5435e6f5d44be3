import type { EventJson } from '@/app/_wire/types'

/** What an event of a type is called, and many of them; one without words is called by its type. */
const WORDS: ReadonlyMap<string, readonly [one: string, many: string]> = new Map([
  ['AccountCreated', ['Opened', 'Openings']],
  ['MoneyDeposited', ['Deposited', 'Deposits']],
  ['MoneyWithdrawn', ['Withdrawn', 'Withdrawals']],
])

/** The events of a type, such as `Deposits`. */
export function eventsWord(type: string): string {
  return WORDS.get(type)?.[1] ?? type
}

/** An event as a line of a statement; amounts are decimal texts. */
export type Line = {
  readonly version: number
  /** When it happened; null while it is being recorded. */
  readonly occurredAt: string | null
  readonly word: string
  readonly note: string | null
  readonly by: string
  /** By how much it changed the balance, with its sign; null when it moves no money. */
  readonly delta: string | null
  /** The balance it led to. */
  readonly balance: string | null
}

/** Reads an event as a line of a statement. */
export function lineOf({ version, occurredAt, type, data, money, actor }: EventJson): Line {
  return {
    version,
    occurredAt,
    word: WORDS.get(type)?.[0] ?? type,
    note: typeof data.note === 'string' ? data.note : null,
    by: actor.name,
    delta: money?.change ?? null,
    balance: money?.balance ?? null,
  }
}
