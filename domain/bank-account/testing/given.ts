import { expect } from 'vitest'
import {
  type AccountCreated,
  type BankAccountEvent,
  evolve,
  initial,
} from '@/domain/bank-account/bank-account'
import { type Command, decide, type LatePosting } from '@/domain/bank-account/decisions'
import type { Refusal } from '@/domain/bank-account/refusal'

export const ID = '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11'
export const LIMIT = '1000000000000000.00'

export const created = (openingBalance = 0n, currency = 'EUR'): AccountCreated => ({
  type: 'AccountCreated',
  accountId: ID,
  owner: 'Jana Nováková',
  currency,
  openingBalance,
  reference: null,
  customerId: null,
})
export const deposited = (amount: bigint, balance: bigint, note: string | null = null) =>
  ({ type: 'MoneyDeposited', amount, balance, currency: 'EUR', note }) as const
export const withdrawn = (amount: bigint, balance: bigint, note: string | null = null) =>
  ({ type: 'MoneyWithdrawn', amount, balance, currency: 'EUR', note }) as const

export const create = (
  fields: Partial<Extract<Command, { type: 'CreateAccount' }>> = {},
): Command => ({
  type: 'CreateAccount',
  owner: 'Jana Nováková',
  currency: 'EUR',
  openingBalance: '0',
  reference: null,
  customerId: null,
  ...fields,
})
export const deposit = (amount: string, note: string | null = null) =>
  ({ type: 'Deposit', amount, note }) as const
export const withdraw = (amount: string, note: string | null = null) =>
  ({ type: 'Withdraw', amount, note }) as const

/** given events / when a command / then an event, or the whole refusal */
export const given = (...events: BankAccountEvent[]) => ({
  when: (command: Command, late: LatePosting | null = null) => {
    const decision = decide(ID, command, events.reduce(evolve, initial), late)
    return {
      gives: (event: BankAccountEvent, occurredAt?: string) =>
        expect(decision).toEqual({
          outcome: 'accepted',
          events: [event],
          ...(occurredAt && { occurredAt: new Date(occurredAt) }),
        }),
      refused: (refusal: Refusal) => expect(decision).toEqual({ outcome: 'refused', refusal }),
    }
  },
})
