import { describe, test } from 'vitest'
import { accountNumber } from '@/domain/money/account-number'
import type { LimitsSet, Spent } from './events'
import type { Since } from './facts'
import {
  created,
  createdOther,
  deposit,
  given,
  givenBoth,
  limited,
  OTHER_ID,
  withdraw,
  withdrawn,
} from './testing/given'

const LIMITS = limited({ perMovement: 500n, perDay: 700n })
const spent = (amount: bigint, day = '2026-06-30'): Spent => ({ day, amount })
const daily = (timeZone: string, day: string) =>
  limited({ perDay: 700n, timeZone, spent: spent(690n, day) })
const exceeded = (
  limit: 'perMovement' | 'perDay',
  max: string,
  left: string,
  renewsAt: string | null,
  timeZone = renewsAt && 'UTC',
) =>
  ({
    type: 'LimitExceeded',
    field: 'amount',
    limit,
    max,
    left,
    renewsAt,
    timeZone,
    currency: 'EUR',
  }) as const
const out = (amount: bigint, day = '2026-06-30') => ({ ...withdrawn(amount, 9000n - amount), day })
const MIDNIGHT = '2026-07-01T00:00:00.000Z'

describe('a limit for one movement', () => {
  const account = given(created(9000n), limited({ perMovement: 500n }))
  test('lets that much out', () => account.when(withdraw('5.00')).gives(withdrawn(500n, 8500n)))
  test('lets no more out', () =>
    account.when(withdraw('5.01')).refused(exceeded('perMovement', '5.00', '5.00', null)))
  test('lets anything in', () =>
    account.when(deposit('90')).gives({ ...withdrawn(9000n, 18000n), type: 'MoneyDeposited' }))
  test.each(['interest', 'fees'] as const)('does not bound %s', counter =>
    account.when({ ...withdraw('5.01'), counter }).gives({ ...withdrawn(501n, 8499n), counter }),
  )
  test('bounds a late one by the limit of then', () => {
    const past = { facts: { since: since(limited({ perMovement: 100n })) } }
    const late = (amount: string) => ({ ...withdraw(amount), occurredAt: THEN })
    account.when(late('1.00'), past).gives(withdrawn(100n, 8900n), THEN)
    account.when(late('1.01'), past).refused(exceeded('perMovement', '1.00', '1.00', null))
  })
})

describe('a limit for a day', () => {
  test('lets that much out in all, and says of which day', () =>
    given(created(9000n), { ...LIMITS, spent: spent(300n) })
      .when(withdraw('4'))
      .gives(out(400n)))
  test('lets no more out, and says how much is left until when', () =>
    given(created(9000n), { ...LIMITS, spent: spent(300n) })
      .when(withdraw('4.01'))
      .refused(exceeded('perDay', '7.00', '4.00', MIDNIGHT)))
  test('adds up what goes out', () =>
    given(created(9000n), { ...LIMITS, spent: spent(0n) }, out(300n), out(400n))
      .when(withdraw('0.01'))
      .refused(exceeded('perDay', '7.00', '0.00', MIDNIGHT)))
  test('has nothing left when more went out before it was set', () =>
    given(created(9000n), { ...LIMITS, spent: spent(900n) })
      .when(withdraw('0.01'))
      .refused(exceeded('perDay', '7.00', '0.00', MIDNIGHT)))
  test('is whole again on another day', () =>
    given(created(9000n), { ...LIMITS, spent: spent(700n, '2026-06-29') })
      .when(withdraw('5'))
      .gives(out(500n)))
  test('is whole when nothing went out before', () =>
    given(created(9000n), limited({ perDay: 700n }))
      .when(withdraw('7'))
      .gives(out(700n)))
  test('does not bound fees', () =>
    given(created(9000n), { ...LIMITS, spent: spent(700n) })
      .when({ ...withdraw('1'), counter: 'fees' })
      .gives({ ...withdrawn(100n, 8900n), counter: 'fees' }))
  test('bounds transfers, on the side of the payer', () => {
    const { accountId, owner } = created()
    const pay = (amount: string) =>
      ({
        type: 'Transfer',
        transferId: 't',
        toAccountId: OTHER_ID,
        amount,
        reference: null,
      }) as const
    const both = givenBoth(
      [created(9000n), { ...LIMITS, spent: spent(300n) }],
      [createdOther(), LIMITS],
    )
    both.when(pay('4.01')).refused(exceeded('perDay', '7.00', '4.00', MIDNIGHT))
    const side = (id: string, name: string) => ({
      id: 't',
      accountId: id,
      number: accountNumber(id),
      owner: name,
    })
    both
      .when(pay('4'))
      .gives(
        { ...out(400n), transfer: side(OTHER_ID, 'Petr Novák') },
        { ...withdrawn(400n, 400n), type: 'MoneyDeposited', transfer: side(accountId, owner) },
      )
  })
})

describe('a day ends', () => {
  test.each([
    // Zone, the last millisecond of a day, that day and the next.
    ['Europe/Prague', '2026-03-29T21:59:59.999Z', '2026-03-29', '2026-03-30'],
    ['Europe/Prague', '2026-10-25T22:59:59.999Z', '2026-10-25', '2026-10-26'],
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '2011-12-29', '2011-12-31'],
    ['America/Santiago', '2026-09-06T03:59:59.999Z', '2026-09-05', '2026-09-06'],
    ['America/Santiago', '2026-04-05T03:59:59.999Z', '2026-04-04', '2026-04-05'],
    ['Asia/Kathmandu', '2026-06-30T18:14:59.999Z', '2026-06-30', '2026-07-01'],
  ])('in %s at %s', (zone, last, day, next) => {
    const account = given(created(9000n), daily(zone, day))
    const now = new Date(last)
    const then = new Date(now.getTime() + 1)
    account.when(withdraw('0.10'), { now }).gives(out(10n, day))
    account
      .when(withdraw('0.11'), { now })
      .refused(exceeded('perDay', '7.00', '0.10', then.toISOString(), zone))
    account.when(withdraw('7'), { now: then }).gives(out(700n, next))
  })
})

const THEN = '2026-06-10T09:00:00.000Z'
const since = (limits: LimitsSet | null, more: Partial<Since> = {}): Since => {
  const { type: _, currency: __, spent: ___, ...itsLimits } = limits ?? limited({})
  const past = limits && { terms: { freeze: null, limits: itsLimits } }
  // A decision looks at nothing else of the past.
  return { lowest: 9000n, highest: 9000n, past: past as Since['past'], spent: 0n, ...more }
}

describe('a late debit', () => {
  const late = (amount: string, occurredAt = THEN) => ({ ...withdraw(amount), occurredAt })
  const facts = (limits: LimitsSet | null, more: Partial<Since> = {}) => ({
    facts: { since: since(limits, more) },
  })
  const today = { ...LIMITS, perMovement: null, spent: spent(600n) }
  const MORNING = '2026-06-30T09:00:00.000Z'

  test('counts on its own day, by the limit of then', () =>
    given(created(9000n), { ...LIMITS, spent: spent(700n) })
      .when(late('1'), facts(limited({ perDay: 800n }), { spent: 700n }))
      .gives(out(100n, '2026-06-10'), THEN))
  test('is not more than what was left on its own day', () =>
    given(created(9000n))
      .when(late('1.01'), facts(limited({ perDay: 800n }), { spent: 700n }))
      .refused(exceeded('perDay', '8.00', '1.00', null)))
  test('has nothing left where too much went out on its own day', () =>
    given(created(9000n))
      .when(late('1'), facts(limited({ perDay: 800n }), { spent: 900n }))
      .refused(exceeded('perDay', '8.00', '0.00', null)))
  test('counts on no day when days had no limit then', () => {
    given(created(9000n), LIMITS).when(late('90'), facts(null)).gives(withdrawn(9000n, 0n), THEN)
    given(created(9000n), LIMITS)
      .when(late('90'), facts(limited({ perMovement: 9000n })))
      .gives(withdrawn(9000n, 0n), THEN)
  })
  test('of today counts today, even from before the limit was set', () => {
    given(created(9000n), today).when(late('1', MORNING), facts(null)).gives(out(100n), MORNING)
    given(created(9000n), today)
      .when(late('1.01', MORNING), facts(null))
      .refused(exceeded('perDay', '7.00', '1.00', MIDNIGHT))
  })
  test('counts in the present zone', () => {
    const apia = limited({ perDay: 800n, timeZone: 'Pacific/Apia' })
    const night = '2026-06-30T11:00:00.000Z'
    given(created(9000n), today).when(late('1', night), facts(apia)).gives(out(100n), night)
    given(created(9000n), today)
      .when(late('1.01', night), facts(apia))
      .refused(exceeded('perDay', '7.00', '1.00', MIDNIGHT))
  })
  test('counts in the zone of then, where days have no limit any more', () =>
    given(created(9000n), limited({ perMovement: 900n }))
      .when(
        late('1', '2026-06-10T11:00:00.000Z'),
        facts(limited({ perDay: 800n, timeZone: 'Pacific/Apia' })),
      )
      .gives(out(100n, '2026-06-11'), '2026-06-10T11:00:00.000Z'))
})
