import { z } from 'zod'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { MOVEMENT_RULES, OPENING_RULES } from '@/domain/bank-account/ledger'
import {
  NOTE_LENGTH_MAX,
  OWNER_LENGTH_MAX,
  REASON_LENGTH_MAX,
  REFERENCE_LENGTH_MAX,
} from '@/domain/bank-account/rules'
import { formatAmount } from '@/domain/money/money'
import { bytesMaxOf } from '@/domain/text/clean'
import type { EventCodec } from '../codec'
import { currency, decimal, minorOf, withAmounts } from './amounts'
import { COUNTERS, DAY, decodePlain, encodePlain, NUMBER_LENGTH_MAX } from './plain-movements'
import { mapLimits, mapSpent } from './terms'

const owner = z.string().min(1).max(bytesMaxOf(OWNER_LENGTH_MAX))
const reference = z.string().max(bytesMaxOf(REFERENCE_LENGTH_MAX)).nullable()
const customerId = z.string().max(64)
const note = z.string().max(bytesMaxOf(NOTE_LENGTH_MAX)).nullable()
const amount = z.bigint().positive()
const day = z.string().regex(DAY)

const creation = z.object({
  accountId: z.uuid(),
  owner,
  currency,
  openingBalance: z.bigint().nonnegative(),
  reference,
  customerId: customerId.nullable(),
})

/** The stored form of both movements; what is optional is absent in nearly all of them. */
export const movement = withAmounts(
  z.object({
    amount,
    balance: z.bigint(),
    currency,
    note,
    transfer: z
      .object({
        id: z.uuid(),
        accountId: z.uuid(),
        number: z.string().max(NUMBER_LENGTH_MAX),
        owner,
      })
      .optional(),
    counter: z.enum(COUNTERS).optional(),
    reverses: z.int().positive().optional(),
    overdrawn: z.literal(true).optional(),
    holdId: z.uuid().optional(),
    day: day.optional(),
  }),
  ['amount', 'balance'],
)

function movementCodec(sign: 1 | -1): EventCodec {
  return {
    schemaVersion: 1,
    schema: movement,
    money: { change: 'amount', sign, balance: 'balance', ledger: MOVEMENT_RULES },
    fast: { encode: encodePlain, decode: decodePlain },
  }
}

const hold = { holdId: z.uuid(), amount, currency }
const placed = z.object({ ...hold, expiresAt: z.iso.datetime(), note })
const ended = withAmounts(z.object(hold), ['amount'])

const limits = {
  perMovement: amount.nullable(),
  perDay: amount.nullable(),
  timeZone: z.string().min(1).max(100),
  currency,
}
const limitsSet = z.codec(
  z.object({
    ...limits,
    perMovement: decimal.nullable(),
    perDay: decimal.nullable(),
    spent: z.object({ day, amount: decimal }).nullable(),
  }),
  z.object({ ...limits, spent: z.object({ day, amount: z.bigint().nonnegative() }).nullable() }),
  {
    decode({ currency, spent, ...limits }) {
      const minor = (text: string) => minorOf(text, currency)
      return { currency, ...mapLimits(limits, minor), spent: spent && mapSpent(spent, minor) }
    },
    encode({ currency, spent, ...limits }) {
      const text = (minor: bigint) => formatAmount(minor, currency)
      return { currency, ...mapLimits(limits, text), spent: spent && mapSpent(spent, text) }
    },
  },
)

const first = (schema: EventCodec['schema']): EventCodec => ({ schemaVersion: 1, schema })

export const eventCodecs: { readonly [Type in BankAccountEvent['type']]: EventCodec } = {
  AccountCreated: {
    schemaVersion: 2,
    schema: withAmounts(creation, ['openingBalance']),
    // 1 -> 2: accounts got a reference in another system and a customer who operates them.
    upcasters: [data => ({ ...data, reference: null, customerId: null })],
    money: {
      change: 'openingBalance',
      sign: 1,
      balance: 'openingBalance',
      ledger: OPENING_RULES,
    },
  },
  MoneyDeposited: movementCodec(1),
  MoneyWithdrawn: movementCodec(-1),
  HoldPlaced: first(withAmounts(placed, ['amount'])),
  HoldReleased: first(ended),
  HoldExpired: first(ended),
  OverdraftLimitSet: first(
    withAmounts(z.object({ limit: z.bigint().nonnegative(), currency }), ['limit']),
  ),
  LimitsSet: first(limitsSet),
  AccountFrozen: first(
    z.object({
      scope: z.enum(['debits', 'credits', 'all']),
      reason: z.string().min(1).max(bytesMaxOf(REASON_LENGTH_MAX)),
    }),
  ),
  AccountUnfrozen: first(z.object({})),
  AccountClosed: first(z.object({})),
  AccountRenamed: first(z.object({ owner })),
  ReferenceSet: first(z.object({ reference })),
  CustomerAssigned: first(z.object({ customerId: customerId.nullable() })),
  SecondCustomerAssigned: first(
    z.object({ second: z.object({ customerId, rights: z.enum(['read', 'operate']) }).nullable() }),
  ),
}
