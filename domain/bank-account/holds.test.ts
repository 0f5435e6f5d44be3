import { describe, test } from 'vitest'
import { HOLDS_MAX } from './holds'
import {
  created,
  EXPIRY,
  frozenFor,
  given,
  limited,
  NOW,
  overdraft,
  placed,
  withdrawn,
} from './testing/given'

const place = (
  amount: string,
  fields: { expiresAt?: string; note?: string; holdId?: string } = {},
) =>
  ({ type: 'PlaceHold', holdId: 'h1', amount, expiresAt: EXPIRY, note: null, ...fields }) as const
const many = (count: number, fields = {}) =>
  Array.from({ length: count }, (_, n) => placed(1n, { holdId: `m${n}`, ...fields }))

const short = (available: string, asked: string, by: string) =>
  ({
    type: 'InsufficientFunds',
    field: 'amount',
    available,
    asked,
    short: by,
    currency: 'EUR',
  }) as const

describe('a hold is placed', () => {
  test('on all that is there', () => given(created(500n)).when(place('5.00')).gives(placed(500n)))
  test('beside another, on all that is left', () =>
    given(created(500n), placed(200n))
      .when(place('3', { holdId: 'h2' }))
      .gives(placed(300n, { holdId: 'h2' })))
  test('with its note trimmed', () =>
    given(created(500n))
      .when(place('1', { note: ' Hotel\n' }))
      .gives(placed(100n, { note: 'Hotel' })))
  test('without a note of spaces', () =>
    given(created(500n))
      .when(place('1', { note: ' ' }))
      .gives(placed(100n)))
  test('with a note of the greatest length', () =>
    given(created(500n))
      .when(place('1', { note: 'n'.repeat(500) }))
      .gives(placed(100n, { note: 'n'.repeat(500) })))
  test('until an instant, however that was written', () =>
    given(created(500n))
      .when(place('1', { expiresAt: '2026-07-03T14:00:00+02:00' }))
      .gives(placed(100n)))
  test('for a millisecond', () => {
    const expiresAt = '2026-06-30T12:00:00.001Z'
    given(created(500n)).when(place('1', { expiresAt })).gives(placed(100n, { expiresAt }))
  })
  test('on what another held until now', () =>
    given(created(500n), placed(500n, { expiresAt: NOW.toISOString() }))
      .when(place('5', { holdId: 'h2' }))
      .gives(placed(500n, { holdId: 'h2' })))
  test('whatever the limits for movements and days', () =>
    given(created(500n), limited({ perMovement: 1n, perDay: 1n }))
      .when(place('5'))
      .gives(placed(500n)))
  test('while no money can come in', () =>
    given(created(500n), frozenFor('credits')).when(place('5')).gives(placed(500n)))
  test('beside any number of expired ones, recorded or not', () =>
    given(created(500n), ...many(HOLDS_MAX, { expiresAt: NOW.toISOString() }))
      .when(place('1'))
      .gives(placed(100n)))
  test('as the last one that an account can have', () =>
    given(created(500n), ...many(HOLDS_MAX - 1))
      .when(place('1'))
      .gives(placed(100n)))
})

describe('a hold is not placed', () => {
  test('on more than there is', () =>
    given(created(500n))
      .when(place('5.01'))
      .refused(short('5.00', '5.01', '0.01')))
  test('out of the overdraft', () =>
    given(created(500n), overdraft(10000n))
      .when(place('5.01'))
      .refused(short('5.00', '5.01', '0.01')))
  test('on an account in its overdraft', () =>
    given(created(500n), overdraft(10000n), withdrawn(501n, -1n))
      .when(place('0.01'))
      .refused(short('0.00', '0.01', '0.01')))
  test('on what another holds', () =>
    given(created(500n), placed(499n, { note: 'Hotel' }))
      .when(place('0.02', { holdId: 'h2' }))
      .refused({
        ...short('0.01', '0.02', '0.01'),
        holds: [{ amount: '4.99', expiresAt: EXPIRY, note: 'Hotel' }],
      }))
  test('on what others hold, of which three are told', () =>
    given(created(400n), ...many(4))
      .when(place('3.97'))
      .refused({
        ...short('3.96', '3.97', '0.01'),
        holds: Array(3).fill({ amount: '0.01', expiresAt: EXPIRY, note: null }),
      }))
  test.each(['0', '-1'])('of %s', amount =>
    given(created(500n))
      .when(place(amount))
      .refused({ type: 'AmountNotPositive', field: 'amount' }),
  )
  test('of what can’t be read', () =>
    given(created(500n)).when(place('ten')).refused({ type: 'AmountMalformed', field: 'amount' }))
  test('of more decimal places than the currency has', () =>
    given(created(500n))
      .when(place('0.001'))
      .refused({ type: 'AmountTooPrecise', field: 'amount', currency: 'EUR' }))
  test('until now', () =>
    given(created(500n))
      .when(place('1', { expiresAt: NOW.toISOString() }))
      .refused({ type: 'MomentInPast', field: 'expiresAt' }))
  test('until a moment that can’t be read', () =>
    given(created(500n))
      .when(place('1', { expiresAt: 'tomorrow' }))
      .refused({ type: 'MomentMalformed', field: 'expiresAt' }))
  test('with a note longer than 500', () =>
    given(created(500n))
      .when(place('1', { note: 'n'.repeat(501) }))
      .refused({ type: 'TextTooLong', field: 'note', lengthMax: 500 }))
  test('with a note that can’t be printed', () =>
    given(created(500n))
      .when(place('1', { note: 'a\u0000b' }))
      .refused({ type: 'TextUnprintable', field: 'note' }))
  test.each(['debits', 'all'] as const)('while %s are frozen', scope =>
    given(created(500n), frozenFor(scope))
      .when(place('1'))
      .refused({ type: 'AccountFrozen', field: null, scope }),
  )
  test('beside as many as an account can have', () =>
    given(created(500n), ...many(HOLDS_MAX))
      .when(place('1'))
      .refused({ type: 'TooManyHolds', field: null, max: 100 }))
})
