import { z } from 'zod'
import { type BalanceRange, type BankAccount, moneyOf } from '@/domain/bank-account/bank-account'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { formatAmount, parseAmount } from '@/domain/money/money'
import type { Codec } from '../codec'
import { currency } from './amounts'
import { eventCodecs } from './event-codecs'
import { decodeTerms, encodeTerms, termsJson } from './terms'

const state = z.object({
  status: z.literal('closed').optional(),
  accountId: z.uuid(),
  owner: z.string(),
  currency,
  balance: z.string(),
  reference: z.string().nullable(),
  customerId: z.string().nullable(),
  secondCustomer: z
    .object({ customerId: z.string(), rights: z.enum(['read', 'operate']) })
    .optional(),
  terms: termsJson.optional(),
  // The lowest available and the highest balance since the snapshot before; old snapshots have none.
  lowest: z.string().optional(),
  highest: z.string().optional(),
})

export const bankAccountCodec: Codec<BankAccount, BankAccountEvent, BalanceRange> = {
  events: eventCodecs,
  // Shape 1 is of before there were terms, second customers and closed accounts.
  shape: 2,
  olderShapes: [1],

  encodeState(account, range) {
    if (account.status === 'none') throw new Error('Only an account has a snapshot')
    const { status, balance, terms, secondCustomer, ...data } = account
    const textOf = (minor: bigint) => formatAmount(minor, account.currency)
    const stored = encodeTerms(terms, account.currency)
    return {
      ...data,
      balance: textOf(balance),
      ...(status === 'closed' && { status }),
      ...(secondCustomer && { secondCustomer }),
      ...(stored && { terms: stored }),
      ...(range && { lowest: textOf(range.lowest), highest: textOf(range.highest) }),
    }
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
    const account = {
      ...data,
      status: data.status ?? ('open' as const),
      balance: now.minor,
      secondCustomer: data.secondCustomer ?? null,
      terms: decodeTerms(data.terms, data.currency),
    }
    return { state: account, block }
  },

  bearsOut(account, { aggregateId, event }) {
    if (account.status === 'none' || account.accountId !== aggregateId) return false
    return account.balance === (moneyOf(event)?.balance ?? account.balance)
  },

  faultsIn(account, event, aggregateId) {
    if (account.status === 'none') return []
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
