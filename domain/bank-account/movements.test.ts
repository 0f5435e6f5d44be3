import { describe, test } from 'vitest'
import { BALANCE_LIMIT } from './rules'
import {
  created,
  deposit,
  deposited,
  given,
  givenBoth,
  LIMIT,
  NOW,
  overdraft,
  placed,
  withdraw,
  withdrawn,
} from './testing/given'

const short = (available: string, asked: string) =>
  ({
    type: 'InsufficientFunds',
    field: 'amount',
    available,
    asked,
    short: '0.01',
    currency: 'EUR',
  }) as const
const hold = { amount: '3.00', expiresAt: placed(1n).expiresAt, note: null }

describe('money goes out', () => {
  test('down to the overdraft limit, never below', () => {
    const account = given(created(500n), overdraft(1000n))
    account.when(withdraw('15.00')).gives(withdrawn(1500n, -1000n))
    account.when(withdraw('15.01')).refused(short('15.00', '15.01'))
  })
  test('down to what is held, never below', () => {
    const account = given(created(500n), placed(300n))
    account.when(withdraw('2.00')).gives(withdrawn(200n, 300n))
    account.when(withdraw('2.01')).refused({ ...short('2.00', '2.01'), holds: [hold] })
  })
  test('out of the overdraft beside a hold', () => {
    const account = given(created(500n), placed(300n), overdraft(1000n))
    account.when(withdraw('12.00')).gives(withdrawn(1200n, -700n))
    account.when(withdraw('12.01')).refused({ ...short('12.00', '12.01'), holds: [hold] })
  })
  test('that an expired hold held, recorded or not', () => {
    const expired = placed(300n, { expiresAt: NOW.toISOString() })
    given(created(500n), expired).when(withdraw('5')).gives(withdrawn(500n, 0n))
    const active = placed(300n, { expiresAt: new Date(NOW.getTime() + 1).toISOString() })
    given(created(500n), active)
      .when(withdraw('2.01'))
      .refused({ ...short('2.00', '2.01'), holds: [{ ...hold, expiresAt: active.expiresAt }] })
  })
  test('with the three holds placed first, when there is not enough', () => {
    const holds = [1n, 2n, 3n, 4n].map(n => placed(n, { holdId: `h${n}`, note: `Hotel ${n}` }))
    const told = ['0.01', '0.02', '0.03'].map((amount, n) => ({
      ...hold,
      amount,
      note: `Hotel ${n + 1}`,
    }))
    given(created(510n), ...holds)
      .when(withdraw('5.01'))
      .refused({ ...short('5.00', '5.01'), holds: told })
  })
})

describe('interest and fees are posted as such', () => {
  test.each(['interest', 'fees'] as const)('in: %s', counter =>
    given(created())
      .when({ ...deposit('1', 'June'), counter })
      .gives({ ...deposited(100n, 100n, 'June'), counter }),
  )
  test.each(['interest', 'fees'] as const)('out, down to the overdraft limit: %s', counter => {
    const account = given(created(), overdraft(100n))
    account.when({ ...withdraw('1'), counter }).gives({ ...withdrawn(100n, -100n), counter })
    account.when({ ...withdraw('1.01'), counter }).refused(short('1.00', '1.01'))
  })
})

describe('no balance goes further than the limit', () => {
  const limit = {
    type: 'BalanceLimitExceeded',
    field: 'amount',
    limit: LIMIT,
    currency: 'EUR',
  } as const
  test('above zero', () => {
    given(created(BALANCE_LIMIT - 1n))
      .when(deposit('0.01'))
      .gives(deposited(1n, BALANCE_LIMIT))
    given(created(BALANCE_LIMIT)).when(deposit('0.01')).refused(limit)
  })
  test('below zero, even where a teller confirms the overdrawing', () => {
    const entry = { event: deposited(1n, 1n), occurredAt: NOW, reversedBy: null }
    const reversing = (balance: bigint) =>
      givenBoth([created(), withdrawn(-balance, balance)]).when(
        { type: 'ReverseEntry', version: 1, reason: 'x', allowOverdrawing: true, other: null },
        { facts: { entry } },
      )
    reversing(1n - BALANCE_LIMIT).gives({
      ...withdrawn(1n, -BALANCE_LIMIT, 'x'),
      counter: 'corrections',
      reverses: 1,
      overdrawn: true,
    })
    reversing(-BALANCE_LIMIT).refused(limit)
  })
})
