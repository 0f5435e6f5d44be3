import { z } from 'zod'
import type { BankAccountEvent, OpenAccount } from '@/domain/bank-account'
import { formatAmount, isCurrency, parseAmount } from '@/domain/money'
import type { Stream } from '@/domain/ports'
import { unreachable } from '@/domain/unreachable'

/** The stored form of an event: JSON in which amounts are decimal texts beside their currency. */
export type StoredEvent = {
  readonly type: BankAccountEvent['type']
  readonly schemaVersion: number
  readonly data: Record<string, string | null>
}

/** The stream kind of all events so far. */
export const AGGREGATE_TYPE = 'BankAccount'

/** The present version of each event's schema. */
const SCHEMA_VERSION = 1

/** The shape of a snapshot's state; raise it when the state's type changes. */
export const SNAPSHOT_SHAPE = 1

/** Writes an event in its stored form. */
export function encodeEvent(event: BankAccountEvent): StoredEvent {
  return { type: event.type, schemaVersion: SCHEMA_VERSION, data: dataOf(event) }
}

function dataOf(event: BankAccountEvent): StoredEvent['data'] {
  switch (event.type) {
    case 'AccountCreated': {
      const { type: _, openingBalance, ...data } = event
      return { ...data, openingBalance: formatAmount(openingBalance, data.currency) }
    }
    case 'MoneyDeposited':
    case 'MoneyWithdrawn': {
      const { currency, note } = event
      return {
        amount: formatAmount(event.amount, currency),
        balance: formatAmount(event.balance, currency),
        currency,
        note,
      }
    }
    default:
      return unreachable(event)
  }
}

const currency = z.string().refine(isCurrency, 'no such currency')
const decimal = z.string().max(40)
const created = z.object({
  accountId: z.uuid(),
  owner: z.string(),
  currency,
  openingBalance: decimal,
  reference: z.string().nullable(),
  customerId: z.string().nullable(),
})
const moved = z.object({
  amount: decimal,
  balance: decimal,
  currency,
  note: z.string().nullable(),
})

/**
 * Reads an event back from its stored form.
 * @throws Error that names the type or the path, for what this program cannot read
 */
export function decodeEvent(type: string, schemaVersion: number, data: unknown): BankAccountEvent {
  if (schemaVersion !== SCHEMA_VERSION) {
    throw new Error(`${type} has schema version ${schemaVersion}: made by a newer program`)
  }
  switch (type) {
    case 'AccountCreated': {
      const { openingBalance, ...rest } = created.parse(data)
      return { type, ...rest, openingBalance: minorOf(openingBalance, rest.currency) }
    }
    case 'MoneyDeposited':
    case 'MoneyWithdrawn': {
      const { amount, balance, currency, note } = moved.parse(data)
      return {
        type,
        amount: minorOf(amount, currency),
        balance: minorOf(balance, currency),
        currency,
        note,
      }
    }
    default:
      throw new Error(`Unknown event type in the log: ${type}`)
  }
}

const folded = z.object({
  accountId: z.uuid(),
  owner: z.string(),
  currency,
  balance: decimal,
  reference: z.string().nullable(),
  customerId: z.string().nullable(),
  openedAt: z.iso.datetime(),
})

/** Writes the state of a stream as a snapshot keeps it. */
export function encodeState(stream: Stream): Record<string, string | null> {
  if (stream.state.status !== 'open' || !stream.openedAt) {
    throw new Error('Only an open account has a snapshot')
  }
  const { status: _, balance, ...state } = stream.state
  return {
    ...state,
    balance: formatAmount(balance, state.currency),
    openedAt: stream.openedAt.toISOString(),
  }
}

/** Reads a snapshot's state; null for one that this program cannot read, which is then ignored. */
export function decodeState(json: unknown): { state: OpenAccount; openedAt: Date } | null {
  const parsed = folded.safeParse(json)
  if (!parsed.success) return null
  const { openedAt, balance, ...rest } = parsed.data
  const minor = parseAmount(balance, rest.currency)
  if (!minor.ok) return null
  const state: OpenAccount = { status: 'open', ...rest, balance: minor.minor }
  return { state, openedAt: new Date(openedAt) }
}

function minorOf(text: string, currency: string): bigint {
  const parsed = parseAmount(text, currency)
  if (!parsed.ok) throw new Error(`Not an amount of ${currency} in the log: ${text}`)
  return parsed.minor
}
