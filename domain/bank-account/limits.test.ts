import { describe, expect, test } from 'vitest'
import { type Account, evolve, initial } from './bank-account'
import type { Command, SetLimits } from './commands'
import type { BankAccountEvent } from './events'
import { BALANCE_LIMIT } from './rules'
import {
  created,
  deposited,
  given,
  LIMIT,
  limited,
  NOW,
  overdraft,
  placed,
  withdrawn,
} from './testing/given'

const set = (limit: string): Command => ({ type: 'SetOverdraftLimit', limit })
const setLimits = (fields: Omit<SetLimits, 'type'>): Command => ({ type: 'SetLimits', ...fields })
const SAME = { type: 'NothingToChange', field: null } as const
const TODAY = { day: '2026-06-30', amount: 700n }
const spentToday = { facts: { spent: TODAY } }
const tooMuch = (field: 'limit' | 'perMovement' | 'perDay') =>
  ({ type: 'BalanceLimitExceeded', field, limit: LIMIT, currency: 'EUR' }) as const

describe('an overdraft limit is set', () => {
  test('by an amount', () => given(created()).when(set('100.00')).gives(overdraft(10000n)))
  test('to none', () => given(created(), overdraft(1n)).when(set('0')).gives(overdraft(0n)))
  test('to the greatest one', () =>
    given(created()).when(set(LIMIT)).gives(overdraft(BALANCE_LIMIT)))
  test('lower, down to what is used', () =>
    given(created(), overdraft(900n), withdrawn(500n, -500n)).when(set('5')).gives(overdraft(500n)))
  test('lower, down to what is used with holds', () =>
    given(created(300n), overdraft(900n), placed(300n), withdrawn(500n, -200n))
      .when(set('5'))
      .gives(overdraft(500n)))
  test('lower than what an expired hold held', () =>
    given(created(300n), overdraft(900n), placed(300n, { expiresAt: NOW.toISOString() }))
      .when(set('0'))
      .gives(overdraft(0n)))
  test('higher, even if more is used', () =>
    given(created(), withdrawn(500n, -500n)).when(set('4.99')).gives(overdraft(499n)))
})

describe('an overdraft limit is not set', () => {
  test('lower than what is used', () =>
    given(created(), overdraft(900n), withdrawn(500n, -500n))
      .when(set('4.99'))
      .refused({ type: 'OverdraftInUse', field: 'limit', used: '5.00', currency: 'EUR' }))
  test('lower than what is used with holds', () =>
    given(created(300n), overdraft(900n), placed(300n), withdrawn(500n, -200n))
      .when(set('4.99'))
      .refused({ type: 'OverdraftInUse', field: 'limit', used: '5.00', currency: 'EUR' }))
  test('to what it is', () => {
    given(created()).when(set('0')).refused(SAME)
    given(created(), overdraft(900n)).when(set('9.00')).refused(SAME)
  })
  test('below zero', () =>
    given(created()).when(set('-0.01')).refused({ type: 'AmountNotPositive', field: 'limit' }))
  test('to what can’t be read', () =>
    given(created()).when(set('none')).refused({ type: 'AmountMalformed', field: 'limit' }))
  test('beyond the greatest one', () =>
    given(created()).when(set('1000000000000000.01')).refused(tooMuch('limit')))
})

describe('limits are set', () => {
  test('for a movement and a day, with what went out today', () =>
    given(created())
      .when(setLimits({ perMovement: '5', perDay: '7' }), spentToday)
      .gives(limited({ perMovement: 500n, perDay: 700n, spent: TODAY })))
  test('for movements alone, without what went out', () =>
    given(created())
      .when(setLimits({ perMovement: '5' }), spentToday)
      .gives(limited({ perMovement: 500n })))
  test('for days of a zone', () =>
    given(created())
      .when(setLimits({ perDay: '7', timeZone: ' Europe/Prague ' }), spentToday)
      .gives(limited({ perDay: 700n, timeZone: 'Europe/Prague', spent: TODAY })))
  test('lower than what went out today', () =>
    given(created())
      .when(setLimits({ perDay: '0.01' }), spentToday)
      .gives(limited({ perDay: 1n, spent: TODAY })))
  test('up to the greatest ones', () =>
    given(created())
      .when(setLimits({ perMovement: LIMIT, perDay: LIMIT }), spentToday)
      .gives(limited({ perMovement: BALANCE_LIMIT, perDay: BALANCE_LIMIT, spent: TODAY })))
  test('one at a time, the other and the zone as they were', () => {
    const before = limited({ perMovement: 500n, perDay: 700n, timeZone: 'Asia/Kathmandu' })
    given(created(), before)
      .when(setLimits({ perDay: '8' }), spentToday)
      .gives({ ...before, perDay: 800n, spent: TODAY })
    given(created(), before)
      .when(setLimits({ perMovement: null }), spentToday)
      .gives({ ...before, perMovement: null, spent: TODAY })
    given(created(), before)
      .when(setLimits({ timeZone: 'UTC' }), spentToday)
      .gives({ ...before, timeZone: 'UTC', spent: TODAY })
  })
  test('to none', () =>
    given(created(), limited({ perMovement: 500n, perDay: 700n }))
      .when(setLimits({ perMovement: null, perDay: null }), spentToday)
      .gives(limited({})))
})

describe('limits are not set', () => {
  const having = limited({ perMovement: 500n, perDay: 700n })
  test.each<Omit<SetLimits, 'type'>>([
    {},
    { perMovement: '5.00' },
    { perMovement: '5', perDay: '7', timeZone: 'UTC' },
    { timeZone: ' ' },
  ])('to what they are: %o', fields =>
    given(created(), having).when(setLimits(fields), spentToday).refused(SAME),
  )
  test.each<Omit<SetLimits, 'type'>>([
    {},
    { perMovement: null, perDay: null },
    { timeZone: 'Europe/Prague' },
  ])('to none where there are none: %o', fields =>
    given(created()).when(setLimits(fields), spentToday).refused(SAME),
  )
  test.each(['perMovement', 'perDay'] as const)('to nothing: %s', field => {
    const none = { type: 'AmountNotPositive', field } as const
    given(created())
      .when(setLimits({ [field]: '0' }), spentToday)
      .refused(none)
    given(created())
      .when(setLimits({ [field]: '-5' }), spentToday)
      .refused(none)
  })
  test.each(['perMovement', 'perDay'] as const)('to what can’t be read: %s', field =>
    given(created())
      .when(setLimits({ [field]: '' }), spentToday)
      .refused({ type: 'AmountMalformed', field }),
  )
  test.each(['perMovement', 'perDay'] as const)('beyond the greatest one: %s', field =>
    given(created())
      .when(setLimits({ [field]: '1000000000000000.01' }), spentToday)
      .refused(tooMuch(field)),
  )
  test('in a zone that is none', () =>
    given(created())
      .when(setLimits({ perDay: '7', timeZone: 'Europe/Nowhere' }), spentToday)
      .refused({ type: 'UnknownTimeZone', field: 'timeZone' }))
  test.each([null, {}])('without what went out today: %o', facts =>
    expect(() => given(created()).when(setLimits({ perDay: '7' }), { facts })).toThrow(
      'Limits are decided without what went out today',
    ),
  )
})

describe('limits in the state', () => {
  const terms = (...events: BankAccountEvent[]) =>
    ([created(900n), ...events].reduce(evolve, initial) as Account).terms
  const out = (amount: bigint, day: string) => ({ ...withdrawn(amount, 0n), day })

  test('are those set last, with what went out on the day', () => {
    const after = terms(limited({ perMovement: 1n }), limited({ perDay: 700n, spent: TODAY }))
    expect(after.limits).toEqual({ perMovement: null, perDay: 700n, timeZone: 'UTC' })
    expect(after.spent).toEqual(TODAY)
  })
  test.each([{ perMovement: 1n }, { perDay: 1n }])('are some with one of them: %o', one =>
    expect(terms(limited(one)).limits).toMatchObject(one),
  )
  test('are none when both are taken away', () =>
    expect(terms(limited({ perDay: 700n, spent: TODAY }), limited({}))).toMatchObject({
      limits: null,
      spent: null,
    }))
  test('add up what goes out on a day', () => {
    const set = limited({ perDay: 700n, spent: { day: '2026-06-30', amount: 0n } })
    const first = terms(set, out(100n, '2026-06-30'), out(50n, '2026-06-30'))
    expect(first.spent).toEqual({ day: '2026-06-30', amount: 150n })
  })
  test('begin anew on another day', () =>
    expect(terms(out(100n, '2026-06-30'), out(50n, '2026-07-01')).spent).toEqual({
      day: '2026-07-01',
      amount: 50n,
    }))
  test('leave out what is of an earlier day, or of none', () =>
    expect(
      terms(out(100n, '2026-06-30'), out(50n, '2026-06-29'), withdrawn(1n, 0n), deposited(1n, 1n))
        .spent,
    ).toEqual({ day: '2026-06-30', amount: 100n }))
})
