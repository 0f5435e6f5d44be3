import { z } from 'zod'
import {
  type BalanceRange,
  type BankAccount,
  type BankAccountEvent,
  moneyOf,
} from '@/domain/bank-account/bank-account'
import {
  NOTE_LENGTH_MAX,
  OWNER_LENGTH_MAX,
  REFERENCE_LENGTH_MAX,
} from '@/domain/bank-account/decisions'
import { AMOUNT_LENGTH_MAX, formatAmount, isCurrency, parseAmount } from '@/domain/money/money'
import { type Codec, type EventCodec, UnreadableEvent } from '../codec'
import { decodePlain, encodePlain } from './plain-movements'

// Each schema maps the stored form, where amounts are decimal texts beside their currency, to the
// form of the domain.
const currency = z.string().refine(isCurrency, 'is no currency of this bank')
const decimal = z.string().max(AMOUNT_LENGTH_MAX)

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

function movementCodec(sign: 1 | -1): EventCodec {
  return {
    schemaVersion: 1,
    schema: movement,
    money: { change: 'amount', sign, balance: 'balance' },
    fast: { encode: encodePlain, decode: decodePlain },
  }
}

const state = z.object({
  accountId: z.uuid(),
  owner: z.string(),
  currency,
  balance: z.string(),
  reference: z.string().nullable(),
  customerId: z.string().nullable(),
  // The range of the balances since the snapshot before; older snapshots have none.
  lowest: z.string().optional(),
  highest: z.string().optional(),
})

export const bankAccountCodec: Codec<BankAccount, BankAccountEvent, BalanceRange> = {
  events: {
    AccountCreated: {
      schemaVersion: 2,
      schema: creation,
      // 1 -> 2: accounts got a reference in another system and a customer who operates them.
      upcasters: [data => ({ ...data, reference: null, customerId: null })],
      money: { change: 'openingBalance', sign: 1, balance: 'openingBalance' },
    },
    MoneyDeposited: movementCodec(1),
    MoneyWithdrawn: movementCodec(-1),
  },
  shape: 1,
  encodeState(account, range) {
    if (account.status !== 'open') throw new Error('Only an open account has a snapshot')
    const { status: _, balance, ...data } = account
    const textOf = (minor: bigint) => formatAmount(minor, account.currency)
    const ends = range && { lowest: textOf(range.lowest), highest: textOf(range.highest) }
    return { ...data, balance: textOf(balance), ...ends }
  },
  decodeState(json) {
    const parsed = state.safeParse(json)
    if (!parsed.success) return null
    const { balance, lowest, highest, ...data } = parsed.data
    const [now, low, high] = [balance, lowest ?? '', highest ?? ''].map(text =>
      parseAmount(text, data.currency),
    )
    if (!now?.ok) return null
    const block = low?.ok && high?.ok ? { lowest: low.minor, highest: high.minor } : undefined
    return { state: { status: 'open', ...data, balance: now.minor }, block }
  },
  bearsOut(account, { aggregateId, event }) {
    if (account.status !== 'open' || account.accountId !== aggregateId) return false
    return account.balance === (moneyOf(event)?.balance ?? account.balance)
  },
  faultsIn(account, event, aggregateId) {
    if (account.status !== 'open') return []
    const { currency } = account
    const faults: string[] = []
    if (event.type === 'AccountCreated' && event.accountId !== aggregateId) {
      faults.push(`It creates account ${event.accountId} in another account’s stream.`)
    }
    const money = moneyOf(event)
    if (!money) return faults
    if (money.currency !== currency) {
      faults.push(`Its currency is ${money.currency}; the account’s is ${currency}.`)
    }
    if (money.balance !== account.balance) {
      const [recorded, folded] = [money.balance, account.balance].map(minor =>
        formatAmount(minor, currency),
      )
      faults.push(
        `It recorded a balance of ${recorded}; all events up to it make ${folded} ${currency}.`,
      )
    }
    return faults
  },
}

function minorOf(text: string, currency: string): bigint {
  const parsed = parseAmount(text, currency)
  if (!parsed.ok) throw new UnreadableEvent(`The log holds ${text}, no amount of ${currency}`)
  return parsed.minor
}
