import { describe, expect, test } from 'vitest'
import { NO_TERMS } from './bank-account'
import type { Command } from './commands'
import { open } from './decisions'
import { intentOf } from './intent'
import { move } from './movements'
import { BALANCE_LIMIT } from './rules'
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

describe('an account is created', () => {
  test('with its owner, currency and opening balance', () =>
    given()
      .when(create({ openingBalance: '12.50' }))
      .gives(created(1250n)))
  test('for a customer, under a reference of another system', () =>
    given()
      .when(create({ customerId: 'jana', reference: 'A-17' }))
      .gives({ ...created(), customerId: 'jana', reference: 'A-17' }))
  test('with its texts trimmed', () =>
    given()
      .when(create({ owner: '  Jana Nováková\n', reference: '\tA-17 ' }))
      .gives({ ...created(), reference: 'A-17' }))
  test.each(['', '  '])('without a reference when it is %j', reference =>
    given().when(create({ reference })).gives(created()),
  )
  test('with texts of the greatest length', () => {
    const texts = { owner: 'o'.repeat(200), reference: 'r'.repeat(64) }
    given()
      .when(create({ owner: ` ${texts.owner} `, reference: ` ${texts.reference} ` }))
      .gives({ ...created(), ...texts })
  })
  test('with the limit as its opening balance', () =>
    given()
      .when(create({ openingBalance: LIMIT }))
      .gives(created(BALANCE_LIMIT)))
})

describe('an account is not created', () => {
  test('twice', () =>
    given(created()).when(create()).refused({ type: 'AccountAlreadyExists', field: null }))
  test.each(['', '  '])('for the owner %j', owner =>
    given().when(create({ owner })).refused({ type: 'OwnerMissing', field: 'owner' }),
  )
  test('for an owner longer than 200', () =>
    given()
      .when(create({ owner: 'o'.repeat(201) }))
      .refused({ type: 'TextTooLong', field: 'owner', lengthMax: 200 }))
  test('for an owner that can’t be printed', () =>
    given()
      .when(create({ owner: 'a\u0000b' }))
      .refused({ type: 'TextUnprintable', field: 'owner' }))
  test('with a reference longer than 64', () =>
    given()
      .when(create({ reference: 'r'.repeat(65) }))
      .refused({ type: 'TextTooLong', field: 'reference', lengthMax: 64 }))
  test('with a reference that can’t be printed', () =>
    given()
      .when(create({ reference: 'a\u202eb' }))
      .refused({ type: 'TextUnprintable', field: 'reference' }))
  test.each([
    ['eur', 'eur'],
    ['toString', 'toString'],
    ['', ''],
    ['E\u0007R', 'E\uFFFDR'],
    ['X'.repeat(21), `${'X'.repeat(19)}…`],
  ])('in the currency %j', (currency, shown) =>
    given()
      .when(create({ currency }))
      .refused({ type: 'UnknownCurrency', field: 'currency', currency: shown }),
  )
  test('in a currency that was withdrawn', () =>
    given()
      .when(create({ currency: 'HRK' }))
      .refused({ type: 'CurrencyWithdrawn', field: 'currency', currency: 'HRK', successor: 'EUR' }))
  test('with a debt', () =>
    given()
      .when(create({ openingBalance: '-0.01' }))
      .refused({ type: 'AmountNotPositive', field: 'openingBalance' }))
  test('with an opening balance that can’t be read', () =>
    given()
      .when(create({ openingBalance: '1e3' }))
      .refused({ type: 'AmountMalformed', field: 'openingBalance' }))
  test('with more decimal places than the currency has', () =>
    given()
      .when(create({ openingBalance: '1.0', currency: 'JPY' }))
      .refused({ type: 'AmountTooPrecise', field: 'openingBalance', currency: 'JPY' }))
  test.each(['1000000000000000.01', '9'.repeat(41)])(
    'with the opening balance %s',
    openingBalance =>
      given().when(create({ openingBalance })).refused({
        type: 'BalanceLimitExceeded',
        field: 'openingBalance',
        limit: LIMIT,
        currency: 'EUR',
      }),
  )
})

describe('money is moved', () => {
  test('by a deposit', () =>
    given(created())
      .when(deposit('100.00', 'Rent'))
      .gives(deposited(10000n, 10000n, 'Rent')))
  test('by a withdrawal, down to nothing', () =>
    given(created(500n))
      .when(withdraw('5', 'Cash'))
      .gives(withdrawn(500n, 0n, 'Cash')))
  test('in the currency of the account', () =>
    given(created(0n, 'JPY'))
      .when(deposit('7'))
      .gives({ ...deposited(7n, 7n), currency: 'JPY' }))
  test('into an account below zero, as imported books have it', () =>
    given(created(), withdrawn(500n, -500n)).when(deposit('2')).gives(deposited(200n, -300n)))
  test('up to the limit', () =>
    given(created(BALANCE_LIMIT - 1n))
      .when(deposit('0.01'))
      .gives(deposited(1n, BALANCE_LIMIT)))
  test('with its note trimmed', () =>
    given(created())
      .when(deposit('1', ' Rent\n'))
      .gives(deposited(100n, 100n, 'Rent')))
  test.each(['', ' \t'])('without a note when it is %j', note =>
    given(created()).when(deposit('1', note)).gives(deposited(100n, 100n)),
  )
  test('with a note of the greatest length', () =>
    given(created())
      .when(deposit('1', ` ${'n'.repeat(500)} `))
      .gives(deposited(100n, 100n, 'n'.repeat(500))))
})

describe('money is not moved', () => {
  test.each([deposit('1'), withdraw('1')])('before the account exists: $type', command =>
    given().when(command).refused({ type: 'AccountNotFound', field: null }),
  )
  test.each(['0', '0.00', '-5', '-0'])('by an amount of %s', amount =>
    given(created(100n))
      .when(deposit(amount))
      .refused({ type: 'AmountNotPositive', field: 'amount' }),
  )
  test.each([
    ['1.005', 'EUR'],
    ['1.0', 'JPY'],
    ['0.0001', 'KWD'],
  ])('by %s %s', (amount, currency) =>
    given(created(0n, currency))
      .when(deposit(amount))
      .refused({ type: 'AmountTooPrecise', field: 'amount', currency }),
  )
  test.each(['1e3', 'NaN', '', 'ten'])('by an amount that reads %j', amount =>
    given(created()).when(withdraw(amount)).refused({ type: 'AmountMalformed', field: 'amount' }),
  )
  test.each(['1000000000000000', '9'.repeat(30), '9'.repeat(60)])('by a deposit of %s', amount =>
    given(created(1n))
      .when(deposit(amount))
      .refused({ type: 'BalanceLimitExceeded', field: 'amount', limit: LIMIT, currency: 'EUR' }),
  )
  test('by a withdrawal beyond the balance', () =>
    given(created(6950n)).when(withdraw('69.51')).refused({
      type: 'InsufficientFunds',
      field: 'amount',
      available: '69.50',
      asked: '69.51',
      short: '0.01',
      currency: 'EUR',
    }))
  test('by a withdrawal from an account below zero, where nothing is available', () =>
    given(created(), withdrawn(500n, -500n)).when(withdraw('0.01')).refused({
      type: 'InsufficientFunds',
      field: 'amount',
      available: '0.00',
      asked: '0.01',
      short: '0.01',
      currency: 'EUR',
    }))
  test('with a note longer than 500', () =>
    given(created())
      .when(deposit('1', 'n'.repeat(501)))
      .refused({ type: 'TextTooLong', field: 'note', lengthMax: 500 }))
  test('with a note that can’t be printed', () =>
    given(created())
      .when(deposit('1', 'a\u0007b'))
      .refused({ type: 'TextUnprintable', field: 'note' }))
})

describe('a fact of another book', () => {
  const { type: _, openingBalance: balance, ...account } = created(700n)
  const none = { secondCustomer: null, terms: NO_TERMS }
  const state = { ...account, ...none, status: 'open', balance } as const
  test('opens an account', () =>
    expect(open({ ...account, openingBalance: balance })).toEqual(created(700n)))
  test('moves money in', () => expect(move(state, 5n, 'Rent')).toEqual(deposited(5n, 705n, 'Rent')))
  test('moves money out, even below zero', () =>
    expect(move(state, -701n, null)).toEqual(withdrawn(701n, -1n)))
})

test('a command of no known type is a bug', () => {
  const unknown = { type: 'Close' } as unknown as Command
  const bug = new TypeError('Unreachable: {"type":"Close"}')
  expect(() => given(created()).when(unknown)).toThrow(bug)
  expect(() => intentOf(unknown)).toThrow(bug)
})
