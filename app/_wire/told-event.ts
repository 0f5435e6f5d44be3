import type { BankAccountEvent } from '@/domain/bank-account/events'
import type { RecordedOnce } from '@/domain/bank-account/what-if/what-if'
import { parseAmount } from '@/domain/money/money'
import type { EventJson } from './types'

/** The fields of events that are amounts; beside them stands their currency. */
const AMOUNTS: ReadonlySet<string> = new Set([
  'amount',
  'balance',
  'openingBalance',
  'limit',
  'perMovement',
  'perDay',
])

/**
 * An account's event as the domain has it, from the JSON of the API.
 * @throws RangeError for an amount that can't be read
 */
export function toldOf({ version, type, data, actor, ...times }: EventJson): RecordedOnce {
  return {
    version,
    occurredAt: new Date(times.occurredAt),
    createdAt: new Date(times.createdAt),
    actor: { id: actor.id },
    // The API sends the present schema of each type, which differs from the event in amounts only.
    event: { type, ...inMinor(data, String(data.currency)) } as BankAccountEvent,
  }
}

function inMinor(data: object, currency: string): object {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, fieldOf(name, value, currency)]),
  )
}

function fieldOf(name: string, value: unknown, currency: string): unknown {
  if (name === 'spent' && typeof value === 'object' && value) return inMinor(value, currency)
  if (!AMOUNTS.has(name) || typeof value !== 'string') return value
  const parsed = parseAmount(value, currency)
  if (!parsed.ok) throw new RangeError(`${value} is not an amount in ${currency}`)
  return parsed.minor
}
