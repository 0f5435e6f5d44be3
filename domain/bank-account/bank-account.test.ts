import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Account,
  accountOf,
  type BankAccount,
  bankAccount,
  evolve,
  initial,
  moneyOf,
  NO_TERMS,
} from './bank-account'
import { decide } from './decisions'
import type { BankAccountEvent } from './events'
import { BALANCE_LIMIT } from './rules'
import { context } from './testing/given'

const ID = '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11'
const account = {
  accountId: ID,
  owner: 'Jana Nováková',
  currency: 'EUR',
  reference: 'A-17',
  customerId: 'jana',
}
const created = { type: 'AccountCreated', openingBalance: 700n, ...account } as const
const open: Account = {
  status: 'open',
  balance: 700n,
  ...account,
  secondCustomer: null,
  terms: NO_TERMS,
}
// Recorded balances that are not those of this order: folding must not look at them.
const deposited = {
  type: 'MoneyDeposited',
  amount: 250n,
  balance: 9n,
  currency: 'EUR',
  note: null,
} as const
const withdrawn = { ...deposited, type: 'MoneyWithdrawn' } as const
const unknown = { type: 'AccountEaten' } as unknown as BankAccountEvent
const fold = (events: readonly BankAccountEvent[]): BankAccount => events.reduce(evolve, initial)

describe('the state that events lead to', () => {
  test('is nothing before the first', () => expect(fold([])).toEqual({ status: 'none' }))
  test('is an open account after its creation', () => expect(fold([created])).toEqual(open))
  test('has more after a deposit', () =>
    expect(fold([created, deposited])).toEqual({ ...open, balance: 950n }))
  test('has less after a withdrawal', () =>
    expect(fold([created, withdrawn])).toEqual({ ...open, balance: 450n }))
  test('is a bug when the account is created twice', () =>
    expect(() => fold([created, created])).toThrow('The log creates the account twice'))
  test.each([deposited, withdrawn])('is a bug when $type comes before the creation', event =>
    expect(() => fold([event])).toThrow('The log changes the account before it exists'),
  )
  test('is a bug when the event is of no known type', () =>
    expect(() => fold([created, unknown])).toThrow(
      new TypeError('Unreachable: {"type":"AccountEaten"}'),
    ))
})

describe('the money that an event moved', () => {
  test.each([
    [created, { change: 700n, balance: 700n, currency: 'EUR' }],
    [deposited, { change: 250n, balance: 9n, currency: 'EUR' }],
    [withdrawn, { change: -250n, balance: 9n, currency: 'EUR' }],
  ])('%o', (event, money) => expect(moneyOf(event)).toEqual(money))
  test('is none where none moved', () => expect(moneyOf({ type: 'AccountClosed' })).toBeNull())
})

describe('the aggregate', () => {
  test('has the type of the stored format', () => expect(bankAccount.type).toBe('BankAccount'))

  test('has its own money of an event', () => expect(bankAccount.moneyOf).toBe(moneyOf))

  test('has its balance, or none before it was opened', () => {
    expect(bankAccount.balanceOf?.(open)).toBe(700n)
    expect(bankAccount.balanceOf?.(initial)).toBe(0n)
  })

  test('has the lowest and the highest balance of a block', () => {
    const range = (lowest: bigint, highest: bigint) => ({ lowest, highest })
    expect(bankAccount.block?.of(initial)).toBeNull()
    expect(bankAccount.block?.of(open)).toEqual(range(700n, 700n))
    expect(bankAccount.block?.join(range(1n, 5n), range(2n, 9n))).toEqual(range(1n, 9n))
    expect(bankAccount.block?.join(range(2n, 9n), range(1n, 5n))).toEqual(range(1n, 9n))
  })

  test('decides a late posting on its opening, the time and the balances since', () => {
    const command = { type: 'Withdraw', note: null, amount: '7', occurredAt: '2026-06-10T00:00Z' }
    const [startedAt, now] = [new Date('2026-06-01'), new Date('2026-06-30')]
    const decideOn = (facts: { lowest: bigint; highest: bigint }, at: Date | null = startedAt) =>
      bankAccount.decide(command as never, open, {
        id: ID,
        now,
        startedAt: at,
        facts: { since: { ...facts, past: null, spent: 0n } },
      })
    expect(decideOn({ lowest: 700n, highest: 700n })).toMatchObject({ outcome: 'accepted' })
    expect(decideOn({ lowest: 699n, highest: 700n })).toMatchObject({
      refusal: { type: 'InsufficientFundsSince', lowest: '6.99' },
    })
    expect(decideOn({ lowest: 700n, highest: 700n }, new Date('2026-06-11'))).toMatchObject({
      refusal: { type: 'MomentBeforeOpening', openedAt: '2026-06-11T00:00:00.000Z' },
    })
    expect(() => decideOn({ lowest: 700n, highest: 700n }, null)).toThrow('the balances since')
  })
})

describe('the account of a stream', () => {
  test('is its state', () => expect(accountOf({ type: 'BankAccount', state: open })).toBe(open))
  test.each([
    ['without events', { type: 'BankAccount', state: initial }],
    ['of no known type', { type: null, state: null }],
    ['of another type', { type: 'CaseFile', state: open }],
  ])('is none for a stream %s', (_, stream) => expect(accountOf(stream)).toBeNull())
})

const command = fc.oneof(
  fc.record({
    type: fc.constant('CreateAccount' as const),
    owner: fc.constantFrom('Jana', '', 'Petr'),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'XXX'),
    openingBalance: fc.constantFrom('0', '10', '1.5', '-1'),
    reference: fc.constant(null),
    customerId: fc.constant(null),
  }),
  fc.record({
    type: fc.constantFrom('Deposit' as const, 'Withdraw' as const),
    amount: fc.oneof(
      fc.nat(2000).map(String),
      fc.constantFrom('0.5', '1.234', '-1', 'x', '1e3', `${10n ** 16n}`),
    ),
    note: fc.constant(null),
  }),
)

test('whatever is asked, the balance stays between zero and the limit, and equals the sum of its movements', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), commands => {
      let state: BankAccount = initial
      let sum = 0n
      const log: BankAccountEvent[] = []
      for (const asked of commands) {
        const decision = decide(asked, state, context())
        if (decision.outcome === 'refused') continue
        for (const event of decision.events) {
          state = evolve(state, event)
          log.push(event)
          sum += moneyOf(event)?.change ?? 0n
          expect(moneyOf(event)?.balance).toBe(sum)
        }
        if (state.status === 'none') throw new Error('accepted without an account')
        expect(state.balance).toBe(sum)
        expect(state.balance >= 0n && state.balance <= BALANCE_LIMIT).toBe(true)
      }
      expect(fold(log)).toEqual(state)
    }),
  )
})
