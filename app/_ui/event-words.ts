import type { EventJson } from '@/app/_wire/types'

const WORDS: Readonly<Record<EventJson['type'], string>> = {
  AccountCreated: 'Opened',
  MoneyDeposited: 'Deposited',
  MoneyWithdrawn: 'Withdrawn',
}

/** An event as a line of a statement; amounts are decimal texts, `delta` has its sign. */
export type Line = {
  readonly version: number
  /** When it happened; null while it is being recorded. */
  readonly occurredAt: string | null
  readonly word: string
  readonly note: string | null
  readonly by: string
  readonly delta: string
  /** The balance it led to. */
  readonly balance: string
}

/** Reads an event as a line of a statement. */
export function lineOf({ version, occurredAt, type, data, actor }: EventJson): Line {
  const { amount, openingBalance, balance, note } = data
  const moved = amount ?? openingBalance ?? '0'
  return {
    version,
    occurredAt,
    word: WORDS[type],
    note: note ?? null,
    by: actor.name,
    delta: type === 'MoneyWithdrawn' ? `-${moved}` : moved,
    balance: balance ?? moved,
  }
}
