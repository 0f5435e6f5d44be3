import { expect } from 'vitest'
import { accountStream } from '@/domain/bank-account/account-stream'
import { evolve, initial } from '@/domain/bank-account/bank-account'
import type { Command } from '@/domain/bank-account/commands'
import { decide } from '@/domain/bank-account/decisions'
import type {
  AccountCreated,
  BankAccountEvent,
  FreezeScope,
  HoldPlaced,
  LimitsSet,
} from '@/domain/bank-account/events'
import type { Facts } from '@/domain/bank-account/facts'
import type { Refusal } from '@/domain/bank-account/refusal'
import { reversal } from '@/domain/bank-account/reversal'
import { transfer } from '@/domain/bank-account/transfer'
import type { Context } from '@/domain/event-sourcing/aggregate'
import type { AnyOperation } from '@/domain/event-sourcing/operation'

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

export const NOW = new Date('2026-06-30T12:00:00Z')

/** What a decision gets beside the command and the state, in tests. */
export const context = (said: Partial<Context<Facts>> = {}): Context<Facts> => ({
  id: ID,
  now: NOW,
  startedAt: new Date('2026-06-01T12:00:00Z'),
  facts: null,
  ...said,
})

/** given events / when a command / then an event, or the whole refusal */
export const given = (...events: BankAccountEvent[]) => ({
  when: (command: Command, said: Partial<Context<Facts>> = {}) => {
    const decision = decide(command, events.reduce(evolve, initial), context(said))
    return {
      gives: (event?: BankAccountEvent, occurredAt?: string) =>
        expect(decision).toEqual({
          outcome: 'accepted',
          events: event ? [event] : [],
          ...(occurredAt && { occurredAt: new Date(occurredAt) }),
        }),
      refused: (refusal: Refusal) => expect(decision).toEqual({ outcome: 'refused', refusal }),
    }
  },
})

export const OTHER_ID = '5b1e9d64-20f7-4a3c-9c58-7d1f0e6a4c22'

/** The other account of an operation. */
export const createdOther = (openingBalance = 0n, currency = 'EUR'): AccountCreated => ({
  ...created(openingBalance, currency),
  accountId: OTHER_ID,
  owner: 'Petr Novák',
})

const OPERATIONS: Readonly<Record<string, AnyOperation>> = {
  Transfer: transfer,
  ReverseEntry: reversal,
}

type SaidOfBoth = Partial<Context<Facts>> & { readonly otherFacts?: Facts }

/** As `given`, for a command over two accounts: the events of its home, and of the other one. */
export const givenBoth = (
  events: readonly BankAccountEvent[],
  others: readonly BankAccountEvent[] = [],
) => ({
  when: (command: Command, { otherFacts = {}, ...said }: SaidOfBoth = {}) => {
    const home = accountStream(ID)
    const operation = OPERATIONS[command.type]
    if (!operation) throw new Error(`${command.type} is decided on one account`)
    const views = operation.streamsOf(home, command).map((ref, n) => ({
      ...context(n === 0 ? said : { ...said, facts: otherFacts }),
      ...{ ...ref, version: (n === 0 ? events : others).length },
      state: (n === 0 ? events : others).reduce(evolve, initial),
    }))
    const decision = operation.decide(command, views)
    return {
      gives: (event: BankAccountEvent, other?: BankAccountEvent, occurredAt?: string) =>
        expect(decision).toEqual({
          outcome: 'accepted',
          events: [
            { streamId: ID, event },
            ...(other ? [{ streamId: OTHER_ID, event: other }] : []),
          ],
          ...(occurredAt && { occurredAt: new Date(occurredAt) }),
        }),
      refused: (refusal: Refusal) => expect(decision).toEqual({ outcome: 'refused', refusal }),
    }
  },
})

/** Events with which an account goes on, in euros. */
export const placed = (amount: bigint, fields: Partial<HoldPlaced> = {}): HoldPlaced => ({
  type: 'HoldPlaced',
  holdId: 'h1',
  amount,
  currency: 'EUR',
  expiresAt: EXPIRY,
  note: null,
  ...fields,
})
export const overdraft = (limit: bigint): BankAccountEvent => ({
  type: 'OverdraftLimitSet',
  limit,
  currency: 'EUR',
})
export const limited = (fields: Partial<LimitsSet>): LimitsSet => ({
  type: 'LimitsSet',
  perMovement: null,
  perDay: null,
  timeZone: 'UTC',
  spent: null,
  currency: 'EUR',
  ...fields,
})
export const frozenFor = (scope: FreezeScope): BankAccountEvent => ({
  type: 'AccountFrozen',
  scope,
  reason: 'Lost card',
})
export const closed: BankAccountEvent = { type: 'AccountClosed' }

/** When the holds of `placed` expire. */
export const EXPIRY = '2026-07-03T12:00:00.000Z'
