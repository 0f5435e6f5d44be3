import { z } from 'zod'
import type {
  Counter,
  MoneyDeposited,
  MovementDetails,
  OtherSide,
} from '@/domain/bank-account/events'
import { NOTE_LENGTH_MAX, OWNER_LENGTH_MAX } from '@/domain/bank-account/rules'
import { AMOUNT_LENGTH_MAX, formatAmount, isCurrency, parseAmount } from '@/domain/money/money'
import { bytesMaxOf } from '@/domain/text/clean'
import type { Data } from '../codec'

/** The fields of movements, in the domain; those that have no amounts are stored as they are. */
type Movement = Omit<MoneyDeposited, 'type'>

export const NUMBER_LENGTH_MAX = 40
const NOTE_UNITS_MAX = bytesMaxOf(NOTE_LENGTH_MAX)
const OWNER_UNITS_MAX = bytesMaxOf(OWNER_LENGTH_MAX)
export const COUNTERS = ['interest', 'fees', 'corrections'] as const satisfies readonly Counter[]
export const DAY = /^\d{4}-\d{2}-\d{2}$/
const UUID = z.regexes.uuid()

/**
 * The schema of movements as hand-written code, many times as fast, since nearly every event is a
 * movement. The result equals that of the schema; null leaves the data to the schema.
 */
export function decodePlain(data: unknown): Movement | null {
  if (typeof data !== 'object' || data === null) return null
  const { amount, balance, currency, note } = data as Readonly<Record<string, unknown>>
  if (typeof amount !== 'string' || typeof balance !== 'string') return null
  if (typeof currency !== 'string' || !isCurrency(currency) || !isNote(note)) return null
  const moved = parseAmount(amount, currency)
  const led = parseAmount(balance, currency)
  if (!moved.ok || !led.ok || moved.minor <= 0n) return null
  return withDetails({ amount: moved.minor, balance: led.minor, currency, note }, data)
}

/** The reverse. The fields are checked, since a caller may not have kept to the type. */
export function encodePlain(event: object): Data | null {
  const { amount, balance, currency, note } = event as Readonly<Record<string, unknown>>
  if (typeof amount !== 'bigint' || typeof balance !== 'bigint' || amount <= 0n) return null
  if (typeof currency !== 'string' || !isCurrency(currency) || !isNote(note)) return null
  const moved = formatAmount(amount, currency)
  const led = formatAmount(balance, currency)
  if (moved.length > AMOUNT_LENGTH_MAX || led.length > AMOUNT_LENGTH_MAX) return null
  return withDetails({ amount: moved, balance: led, currency, note }, event)
}

function isNote(note: unknown): note is string | null {
  return note === null || (typeof note === 'string' && note.length <= NOTE_UNITS_MAX)
}

/** Adds the details in `data` to the movement; null if it has other fields or odd values. */
function withDetails<Plain extends object>(plain: Plain, data: object): Plain | null {
  for (const name in data) {
    if (PLAIN.has(name)) continue
    const value = (data as Data)[name]
    if (!isDetail(name, value)) return null
    ;(plain as Record<string, unknown>)[name] = value // a detail has the same form in both
  }
  return plain
}

/** The fields that a movement has anyway, and its type, which the stored data has not. */
const PLAIN: ReadonlySet<string> = new Set(['type', 'amount', 'balance', 'currency', 'note'])

function isDetail(name: string, value: unknown): boolean {
  switch (name as keyof MovementDetails) {
    case 'transfer':
      return isOtherSide(value)
    case 'counter':
      return COUNTERS.some(counter => counter === value)
    case 'reverses':
      return Number.isSafeInteger(value) && Number(value) > 0
    case 'overdrawn':
      return value === true
    case 'holdId':
      return isUuid(value)
    case 'day':
      return typeof value === 'string' && DAY.test(value)
    default:
      return false
  }
}

function isUuid(value: unknown): boolean {
  return typeof value === 'string' && UUID.test(value)
}

function isOtherSide(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { id, accountId, number, owner } = value as Partial<Record<keyof OtherSide, unknown>>
  if (typeof number !== 'string' || number.length > NUMBER_LENGTH_MAX) return false
  if (typeof owner !== 'string' || owner === '' || owner.length > OWNER_UNITS_MAX) return false
  let fields = 0
  for (const _ in value) fields++
  return fields === 4 && isUuid(id) && isUuid(accountId)
}
