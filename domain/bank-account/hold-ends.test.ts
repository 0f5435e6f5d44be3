import { describe, expect, test } from 'vitest'
import { type Account, ENDED_HOLDS_MAX, evolve, initial } from './bank-account'
import type { Command } from './commands'
import type { BankAccountEvent } from './events'
import { created, EXPIRY, frozenFor, given, limited, placed, withdrawn } from './testing/given'

const capture = (amount: string | null, holdId = 'h1'): Command => ({
  type: 'CaptureHold',
  holdId,
  amount,
})
const release = (holdId = 'h1'): Command => ({ type: 'ReleaseHold', holdId })
const expire = (holdId = 'h1'): Command => ({ type: 'ExpireHold', holdId })
const captured = (amount: bigint, balance: bigint, note: string | null = null) => ({
  ...withdrawn(amount, balance, note),
  holdId: 'h1',
})
const ended = (type: 'HoldReleased' | 'HoldExpired', amount: bigint, holdId = 'h1') =>
  ({ type, holdId, amount, currency: 'EUR' }) as const

const LATER = '2026-07-03T12:00:00.001Z'
const AT_EXPIRY = { now: new Date(EXPIRY) }
const BEFORE_EXPIRY = { now: new Date(Date.parse(EXPIRY) - 1) }

describe('a hold is captured', () => {
  test('whole, with its note', () =>
    given(created(500n), placed(300n, { note: 'Hotel' }))
      .when(capture(null))
      .gives(captured(300n, 200n, 'Hotel')))
  test('by naming all of it', () =>
    given(created(500n), placed(300n)).when(capture('3.00')).gives(captured(300n, 200n)))
  test('in part', () =>
    given(created(500n), placed(300n)).when(capture('0.01')).gives(captured(1n, 499n)))
  test('by what is left of it', () =>
    given(created(500n), placed(300n), captured(100n, 400n))
      .when(capture(null))
      .gives(captured(200n, 200n)))
  test('beside another', () =>
    given(created(500n), placed(300n), placed(100n, { holdId: 'h2' }))
      .when(capture(null, 'h2'))
      .gives({ ...withdrawn(100n, 400n), holdId: 'h2' }))
  test('up to the last millisecond', () =>
    given(created(500n), placed(300n))
      .when(capture(null), BEFORE_EXPIRY)
      .gives(captured(300n, 200n)))
  test('even where a reversal has taken the money', () =>
    given(created(300n), placed(300n), withdrawn(300n, 0n))
      .when(capture(null))
      .gives(captured(300n, -300n)))
  test('whatever the limits for movements and days', () =>
    given(created(500n), placed(300n), limited({ perMovement: 1n, perDay: 1n }))
      .when(capture(null))
      .gives(captured(300n, 200n)))
  test('while no money can come in', () =>
    given(created(500n), placed(300n), frozenFor('credits'))
      .when(capture(null))
      .gives(captured(300n, 200n)))
})

describe('a hold is not captured', () => {
  test('beyond its amount', () =>
    given(created(500n), placed(300n))
      .when(capture('3.01'))
      .refused({ type: 'HoldExceeded', field: 'amount', left: '3.00', currency: 'EUR' }))
  test('beyond what is left of it', () =>
    given(created(500n), placed(300n), captured(100n, 400n))
      .when(capture('2.01'))
      .refused({ type: 'HoldExceeded', field: 'amount', left: '2.00', currency: 'EUR' }))
  test.each(['0', '-1'])('by %s', amount =>
    given(created(500n), placed(300n))
      .when(capture(amount))
      .refused({ type: 'AmountNotPositive', field: 'amount' }),
  )
  test('by what can’t be read', () =>
    given(created(500n), placed(300n))
      .when(capture('1e2'))
      .refused({ type: 'AmountMalformed', field: 'amount' }))
  test.each(['debits', 'all'] as const)('while %s are frozen', scope =>
    given(created(500n), placed(300n), frozenFor(scope))
      .when(capture(null))
      .refused({ type: 'AccountFrozen', field: null, scope }),
  )
})

describe.each([capture(null), release()])('a hold is over: $type', command => {
  test('when it expires', () =>
    given(created(500n), placed(300n))
      .when(command, AT_EXPIRY)
      .refused({ type: 'HoldExpired', field: 'holdId' }))
  test('when its expiry is recorded', () =>
    given(created(500n), placed(300n), ended('HoldExpired', 300n))
      .when(command)
      .refused({ type: 'HoldExpired', field: 'holdId' }))
  test('when it is released', () =>
    given(created(500n), placed(300n), ended('HoldReleased', 300n))
      .when(command)
      .refused({ type: 'HoldNotFound', field: 'holdId', ended: 'released' }))
  test('when all of it is captured', () =>
    given(created(500n), placed(300n), captured(100n, 400n), captured(200n, 200n))
      .when(command)
      .refused({ type: 'HoldNotFound', field: 'holdId', ended: 'captured' }))
  test('beside another, before it is placed', () =>
    given(created(500n), placed(300n, { holdId: 'h2' }))
      .when(command)
      .refused({ type: 'HoldNotFound', field: 'holdId' }))
  test('before it is placed', () =>
    given(created(500n), placed(300n, { holdId: 'h2' }), ended('HoldReleased', 300n, 'h2'))
      .when(command)
      .refused({ type: 'HoldNotFound', field: 'holdId' }))
})

describe('a hold is released', () => {
  test('with what was left of it', () =>
    given(created(500n), placed(300n), captured(100n, 400n))
      .when(release())
      .gives(ended('HoldReleased', 200n)))
  test('up to the last millisecond', () =>
    given(created(500n), placed(300n))
      .when(release(), BEFORE_EXPIRY)
      .gives(ended('HoldReleased', 300n)))
  test('while the account is frozen', () =>
    given(created(500n), placed(300n), frozenFor('all'))
      .when(release())
      .gives(ended('HoldReleased', 300n)))
})

describe('the expiry of a hold is recorded', () => {
  test('as of its moment, with what it still held', () =>
    given(created(500n), placed(300n), captured(100n, 400n))
      .when(expire(), AT_EXPIRY)
      .gives(ended('HoldExpired', 200n), EXPIRY))
  test('of each for itself', () =>
    given(created(500n), placed(300n, { expiresAt: LATER }), placed(100n, { holdId: 'h2' }))
      .when(expire('h2'), AT_EXPIRY)
      .gives(ended('HoldExpired', 100n, 'h2'), EXPIRY))
  test('not a millisecond earlier', () =>
    given(created(500n), placed(300n))
      .when(expire(), BEFORE_EXPIRY)
      .refused({ type: 'HoldNotExpired', field: 'holdId', expiresAt: EXPIRY }))
  test('once', () =>
    given(created(500n), placed(300n), ended('HoldExpired', 300n))
      .when(expire(), AT_EXPIRY)
      .gives())
  test('not of one that was released', () =>
    given(created(500n), placed(300n), ended('HoldReleased', 300n))
      .when(expire(), AT_EXPIRY)
      .gives())
  test('not of one that never was', () => given(created(500n)).when(expire()).gives())
})

describe('holds in the state', () => {
  const terms = (...events: BankAccountEvent[]) =>
    ([created(500n), ...events].reduce(evolve, initial) as Account).terms
  const { type: _, currency: __, ...hold } = placed(300n)
  const other = { ...hold, holdId: 'h2', amount: 100n }

  test('are in the order of their placing, with what is left of each', () =>
    expect(terms(placed(300n), placed(100n, { holdId: 'h2' }), captured(50n, 450n)).holds).toEqual([
      { ...hold, amount: 250n },
      other,
    ]))
  test('are captured each for itself', () =>
    expect(
      terms(placed(300n), placed(100n, { holdId: 'h2' }), { ...captured(50n, 450n), holdId: 'h2' })
        .holds,
    ).toEqual([hold, { ...other, amount: 50n }]))
  test('leave it when they end, each with how it ended', () => {
    const after = terms(placed(300n), placed(100n, { holdId: 'h2' }), captured(300n, 200n))
    expect(after.holds).toEqual([other])
    expect(after.endedHolds).toEqual([{ holdId: 'h1', how: 'captured' }])
  })
  test('leave it when the account is closed', () =>
    expect(terms(placed(300n), { type: 'AccountClosed' }).holds).toEqual([]))
  test('are remembered for a while when they have ended', () => {
    const all = Array.from({ length: ENDED_HOLDS_MAX + 1 }, (_, n) =>
      placed(1n, { holdId: `m${n}` }),
    )
    const events = all.flatMap(one => [one, ended('HoldReleased', 1n, one.holdId)])
    expect(terms(...events).endedHolds).toHaveLength(ENDED_HOLDS_MAX)
    const notFound = { type: 'HoldNotFound', field: 'holdId' } as const
    given(created(500n), ...events)
      .when(capture(null, 'm0'))
      .refused(notFound)
    given(created(500n), ...events)
      .when(capture(null, 'm1'))
      .refused({ ...notFound, ended: 'released' })
  })
})
