import type { EventJson } from '@/app/_wire/types'

/** The singular and plural name of each event type; by default the type itself. */
const WORDS: ReadonlyMap<string, readonly [one: string, many: string]> = new Map([
  ['AccountCreated', ['Opened', 'Openings']],
  ['MoneyDeposited', ['Deposited', 'Deposits']],
  ['MoneyWithdrawn', ['Withdrawn', 'Withdrawals']],
])

/** The plural name of an event type, such as `Deposits`. */
export function eventsWord(type: string): string {
  return WORDS.get(type)?.[1] ?? type
}

/** An event as a line of a statement; amounts are decimal texts. */
export type Line = {
  readonly version: number
  /** When it occurred; null while it is being recorded. */
  readonly occurredAt: string | null
  readonly word: string
  readonly note: string | null
  readonly by: string
  /** The signed change of the balance; null when it moves no money. */
  readonly delta: string | null
  /** The balance after it. */
  readonly balance: string | null
}

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
