import { z } from 'zod'
import {
  type BankAccountEvent,
  NOTE_LENGTH_MAX,
  OWNER_LENGTH_MAX,
  REFERENCE_LENGTH_MAX,
} from '@/domain/bank-account/bank-account'
import { AMOUNT_LENGTH_MAX, formatAmount, isCurrency, parseAmount } from '@/domain/money/money'
import { decodePlain, encodePlain } from './plain-movements'
import { upcastEvent } from './upcasters'

/** The stored form of an event: JSON in which amounts are decimal texts beside their currency. */
export type StoredEvent = {
  readonly type: BankAccountEvent['type']
  readonly schemaVersion: number
  readonly data: Record<string, string | null>
}

/** The stream kind of all events so far. */
export const AGGREGATE_TYPE = 'BankAccount'

/** An event that its schema does not allow. Nothing of its append is saved. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent'
  constructor(
    readonly type: string,
    /** Where in the event, such as `amount`. */
    readonly path: string,
    detail: string,
  ) {
    super(`${type}${path && `.${path}`}: ${detail}`)
  }
}

/** An event in the log that this program cannot read; the message says why. */
export class UnreadableEvent extends Error {
  override readonly name: string = 'UnreadableEvent'
}

/** An event that a newer version of the program has written. */
export class NewerEvent extends UnreadableEvent {
  override readonly name = 'NewerEvent'
}

// Each codec has the stored form on its left and the domain's on its right.
const currency = z.string().refine(isCurrency, 'is no currency of this bank')
const decimal = z.string().max(AMOUNT_LENGTH_MAX)

/** The data of a deposit or a withdrawal. */
export const movement = z.codec(
  z.object({ amount: decimal, balance: decimal, currency, note: z.string().nullable() }),
  z.object({
    amount: z.bigint().positive(),
    balance: z.bigint(),
    currency,
    note: z.string().max(NOTE_LENGTH_MAX).nullable(),
  }),
  {
    decode: ({ amount, balance, ...data }) => ({
      ...data,
      amount: minorOf(amount, data.currency),
      balance: minorOf(balance, data.currency),
    }),
    encode: ({ amount, balance, ...data }) => ({
      amount: formatAmount(amount, data.currency),
      balance: formatAmount(balance, data.currency),
      ...data,
    }),
  },
)
const creation = z.codec(
  z.object({
    accountId: z.uuid(),
    owner: z.string(),
    currency,
    openingBalance: decimal,
    reference: z.string().nullable(),
    customerId: z.string().nullable(),
  }),
  z.object({
    accountId: z.uuid(),
    owner: z.string().min(1).max(OWNER_LENGTH_MAX),
    currency,
    openingBalance: z.bigint().nonnegative(),
    reference: z.string().max(REFERENCE_LENGTH_MAX).nullable(),
    customerId: z.string().max(64).nullable(),
  }),
  {
    decode: ({ openingBalance, ...data }) => ({
      ...data,
      openingBalance: minorOf(openingBalance, data.currency),
    }),
    encode: ({ openingBalance, ...data }) => ({
      ...data,
      openingBalance: formatAmount(openingBalance, data.currency),
    }),
  },
)

/** The present version of each event's schema; `upcasters.ts` has the way from the older ones. */
export const SCHEMA_VERSIONS: Readonly<Record<BankAccountEvent['type'], number>> = {
  AccountCreated: 2,
  MoneyDeposited: 1,
  MoneyWithdrawn: 1,
}

/**
 * Writes an event in its stored form.
 * @throws InvalidEvent with the path of what its schema does not allow
 */
export function encodeEvent(event: BankAccountEvent): StoredEvent {
  const { type, ...data } = event
  const schemaVersion = SCHEMA_VERSIONS[type]
  if (schemaVersion === undefined) throw new InvalidEvent(String(type), 'type', 'is unknown')
  const plain = event.type === 'AccountCreated' ? null : encodePlain(event)
  if (plain) return { type, schemaVersion, data: plain }
  // The codec of the type takes the data of the type; the compiler can't follow the pairing.
  const codec: z.ZodType<unknown, StoredEvent['data']> =
    type === 'AccountCreated' ? creation : movement
  const encoded = z.safeEncode(codec, data)
  if (encoded.success) return { type, schemaVersion, data: encoded.data }
  const [issue] = encoded.error.issues
  throw new InvalidEvent(type, issue?.path.join('.') ?? '', issue?.message ?? 'is invalid')
}

/**
 * Reads an event back from its stored form, old forms included.
 * @throws UnreadableEvent for an unknown type or data out of shape
 * @throws NewerEvent for a schema version that this program does not know yet
 */
export function decodeEvent(type: string, schemaVersion: number, data: unknown): BankAccountEvent {
  if (!isEventType(type)) throw new UnreadableEvent(`The log holds an unknown event type: ${type}`)
  const present = SCHEMA_VERSIONS[type]
  if (schemaVersion > present) {
    throw new NewerEvent(
      `The log holds ${type} of schema version ${schemaVersion}, and this program reads up to ` +
        `${present}: it was written by a newer version of Daybook. Update this one.`,
    )
  }
  const upcasted = schemaVersion === present ? data : upcastEvent(type, schemaVersion, data)
  const plain = type === 'AccountCreated' ? null : decodePlain(type, upcasted)
  if (plain) return plain
  const decoded =
    type === 'AccountCreated' ? creation.safeParse(upcasted) : movement.safeParse(upcasted)
  if (decoded.success) return { type, ...decoded.data } as BankAccountEvent // paired as above
  const [issue] = decoded.error.issues
  throw new UnreadableEvent(
    `The log holds a broken ${type} at ${issue?.path.join('.')}: ${issue?.message}`,
  )
}

function isEventType(type: string): type is BankAccountEvent['type'] {
  return Object.hasOwn(SCHEMA_VERSIONS, type)
}

function minorOf(text: string, currency: string): bigint {
  const parsed = parseAmount(text, currency)
  if (!parsed.ok) throw new UnreadableEvent(`The log holds ${text}, no amount of ${currency}`)
  return parsed.minor
}
