import { describe, expect, test } from 'vitest'
import { BALANCE_LIMIT, type LatePosting, occurredAtOf } from './decisions'
import {
  create,
  created,
  deposit,
  deposited,
  given,
  LIMIT,
  withdraw,
  withdrawn,
} from './testing/given'

describe('a late posting', () => {
  const THEN = '2026-06-10T00:00:00.000Z'
  const past = (lowest: bigint, highest: bigint): LatePosting => ({
    now: new Date('2026-06-30T12:00:00Z'),
    openedAt: new Date('2026-06-01T12:00:00Z'),
    lowest,
    highest,
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
  test('is not decided without the balances since', () =>
    expect(() => given(created(900n)).when(late(deposit('1')))).toThrow(
      'A late posting is decided without the balances since',
    ))
})

describe('a command happened', () => {
  test('now when it creates an account', () => expect(occurredAtOf(create())).toBeNull())
  test('now when it says no date', () => expect(occurredAtOf(deposit('1'))).toBeNull())
  test('at no date when that can’t be read', () =>
    expect(occurredAtOf({ ...deposit('1'), occurredAt: 'yesterday' })).toBeNull())
  test('at the date it says', () =>
    expect(occurredAtOf({ ...withdraw('1'), occurredAt: '2026-06-10T02:00:00+02:00' })).toEqual(
      new Date('2026-06-10T00:00:00Z'),
    ))
})
