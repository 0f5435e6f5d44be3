import { describe, expect, test } from 'vitest'
import { type Account, evolve, initial } from './bank-account'
import type { FreezeScope } from './events'
import type { Since } from './facts'
import { BALANCE_LIMIT } from './rules'
import {
  created,
  deposit,
  deposited,
  frozenFor,
  given,
  LIMIT,
  withdraw,
  withdrawn,
} from './testing/given'

describe('a late posting', () => {
  const THEN = '2026-06-10T00:00:00.000Z'
  const past = (lowest: bigint, highest: bigint, more: Partial<Since> = {}) => ({
    facts: { since: { lowest, highest, past: null, spent: 0n, ...more } },
  })
  const frozenThen = (scope: FreezeScope) => ({
    past: [created(900n), frozenFor(scope)].reduce(evolve, initial) as Account,
  })
  const late = <Movement>(movement: Movement, occurredAt = THEN) => ({ ...movement, occurredAt })

  test('withdraws what every balance since covers', () =>
    given(created(900n))
      .when(late(withdraw('5')), past(500n, 900n))
      .gives(withdrawn(500n, 400n), THEN))
  test('withdraws nothing that a balance since does not cover', () =>
    given(created(900n))
      .when(late(withdraw('5.01')), past(500n, 900n))
      .refused({
        type: 'InsufficientFundsSince',
        field: 'amount',
        lowest: '5.00',
        asked: '5.01',
        currency: 'EUR',
      }))
  test('withdraws nothing beyond the balance of today', () =>
    given(created(400n))
      .when(late(withdraw('5')), past(400n, 900n))
      .refused({
        type: 'InsufficientFunds',
        field: 'amount',
        available: '4.00',
        asked: '5.00',
        short: '1.00',
        currency: 'EUR',
      }))
  test('withdraws whatever the highest balance since was', () =>
    given(created(900n))
      .when(late(withdraw('5')), past(500n, BALANCE_LIMIT))
      .gives(withdrawn(500n, 400n), THEN))
  test('deposits up to the limit of every balance since', () =>
    given(created(900n))
      .when(late(deposit('5')), past(-100n, BALANCE_LIMIT - 500n))
      .gives(deposited(500n, 1400n), THEN))
  test('deposits nothing that takes a balance since over the limit', () =>
    given(created(900n))
      .when(late(deposit('5')), past(0n, BALANCE_LIMIT - 499n))
      .refused({ type: 'BalanceLimitExceeded', field: 'amount', limit: LIMIT, currency: 'EUR' }))
  test.each(['2026-06-30T12:00:00.000Z', '2026-06-01T12:00:00.000Z'])('may be of %s', moment =>
    given(created(900n))
      .when(late(deposit('1'), moment), past(0n, 900n))
      .gives(deposited(100n, 1000n), moment),
  )
  test('is not of the future', () =>
    given(created(900n))
      .when(late(deposit('1'), '2026-06-30T12:00:00.001Z'), past(0n, 900n))
      .refused({ type: 'MomentInFuture', field: 'occurredAt' }))
  test('is not from before the account was opened', () =>
    given(created(900n))
      .when(late(deposit('1'), '2026-06-01T11:59:59.999Z'), past(0n, 900n))
      .refused({
        type: 'MomentBeforeOpening',
        field: 'occurredAt',
        openedAt: '2026-06-01T12:00:00.000Z',
      }))
  test.each(['yesterday', ''])('is not of the moment %j', moment =>
    given(created(900n))
      .when(late(deposit('1'), moment), past(0n, 900n))
      .refused({ type: 'MomentMalformed', field: 'occurredAt' }),
  )
  test.each([
    ['debits', withdraw('1')],
    ['all', withdraw('1')],
    ['credits', deposit('1')],
    ['all', deposit('1')],
  ] as const)('is not of a time when %s were frozen (%o)', (scope, movement) =>
    given(created(900n))
      .when(late(movement), past(900n, 900n, frozenThen(scope)))
      .refused({ type: 'AccountFrozen', field: 'occurredAt', scope }),
  )
  test('may be of a time when the account was frozen the other way', () => {
    given(created(900n))
      .when(late(withdraw('1')), past(900n, 900n, frozenThen('credits')))
      .gives(withdrawn(100n, 800n), THEN)
    given(created(900n))
      .when(late(deposit('1')), past(900n, 900n, frozenThen('debits')))
      .gives(deposited(100n, 1000n), THEN)
  })
  test('is not made while the account is frozen', () =>
    given(created(900n), frozenFor('all'))
      .when(late(deposit('1')), past(900n, 900n))
      .refused({ type: 'AccountFrozen', field: null, scope: 'all' }))
  test('is not decided without the balances since', () =>
    expect(() => given(created(900n)).when(late(deposit('1')))).toThrow(
      'A late posting is decided without the balances since',
    ))
  test('is not decided without the date of the opening', () =>
    expect(() =>
      given(created(900n)).when(late(deposit('1')), { ...past(900n, 900n), startedAt: null }),
    ).toThrow('A late posting is decided without the balances since'))
})
