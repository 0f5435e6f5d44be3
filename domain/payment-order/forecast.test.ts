import { describe, expect, test } from 'vitest'
import type { Account, Terms } from '@/domain/bank-account/bank-account'
import { dayIn } from '@/domain/bank-account/business-day'
import { foresee } from './forecast'
import type { Order } from './payment-order'
import { RETRIES_MS } from './payments'
import { account, endOf, hold, MINE, NOW, order, RENT, SAVINGS, TODAY } from './testing/given'

function told(orders: Record<string, Order>, known: readonly Account[], until = '2027-03-01') {
  const asked = {
    now: NOW,
    until: endOf(until),
    holidays: new Set<string>(),
    retriesMs: RETRIES_MS,
    limit: 500,
  }
  const accounts = new Map(known.map(one => [one.accountId, one]))
  return foresee({ ...asked, accounts, orders: new Map(Object.entries(orders)) }).payments.map(
    ({ at, amount, outcome, refusal }) =>
      `${dayIn('Europe/Prague', at)} ${amount} ${refusal?.type ?? outcome}`,
  )
}

describe('a forecast', () => {
  test('pays by the schedule until the money is short', () => {
    expect(told({ o: order({}) }, [account(MINE, 250n)])).toEqual([
      ...['2026-12-01 100 paid', '2027-01-01 100 paid', '2027-02-01 100 InsufficientFunds'],
      '2027-03-01 100 InsufficientFunds',
    ])
  })

  test('counts the overdraft and holds until they expire', () => {
    const terms = { holds: [hold(60n, '2026-12-31T12:00:00.000Z')], overdraftLimit: 9n }
    expect(told({ o: order({}) }, [account(MINE, 150n, terms)], '2027-01-31')).toEqual([
      '2026-12-01 100 InsufficientFunds',
      '2027-01-01 100 paid',
    ])
  })

  test('refuses what a freeze or a limit of either account stops', () => {
    const frozen = { freeze: { scope: 'all', reason: 'Lost card' } } as const
    const daily = { limits: { perMovement: null, perDay: 150n, timeZone: 'Europe/Prague' } }
    const twice = { a: order({}), b: order({}) }
    const known = (terms: Partial<Terms>) => [account(MINE, 500n, terms), account(SAVINGS, 0n)]
    expect(told({ o: order({}) }, known(frozen), TODAY)).toEqual(['2026-12-01 100 AccountFrozen'])
    const payee = [account(MINE, 500n), account(SAVINGS, 0n, frozen)]
    expect(told({ o: order({}) }, payee, TODAY)).toEqual(['2026-12-01 100 AccountFrozen'])
    // Its third try is on the next day.
    expect(told(twice, known(daily), '2026-12-02')).toEqual([
      ...['2026-12-01 100 paid', '2026-12-01 100 LimitExceeded', '2026-12-02 100 paid'],
    ])
    const small = { limits: { perMovement: 99n, perDay: null, timeZone: 'UTC' } }
    expect(told({ o: order({}) }, known(small), TODAY)).toEqual(['2026-12-01 100 LimitExceeded'])
  })

  test('pays at a retry what arrived meanwhile', () => {
    const salary = order({ from: RENT, to: MINE, schedule: { first: '2026-12-02', every: 'once' } })
    const rent = order({ schedule: { every: 'once' } })
    expect(told({ rent, salary }, [account(MINE, 0n), account(RENT, 100n)])).toEqual([
      ...['2026-12-01 100 InsufficientFunds', '2026-12-02 100 paid', '2026-12-02 100 paid'],
    ])
  })

  test('sweeps what is left then, and tops up what lacks then', () => {
    const salary = order({ from: RENT, to: MINE, rule: { kind: 'fixed', amount: 500n } })
    const sweep = order({
      rule: { kind: 'sweep', above: 200n },
      schedule: { first: '2026-12-15' },
    })
    const topUp = order({
      to: SAVINGS,
      rule: { kind: 'top-up', to: 450n },
      schedule: { first: '2026-12-20' },
    })
    expect(
      told(
        { salary, sweep, topUp },
        [account(MINE, 100n), account(SAVINGS, 0n), account(RENT, 5_000n)],
        '2027-01-31',
      ),
    ).toEqual([
      ...['2026-12-01 500 paid', '2026-12-15 400 paid', '2026-12-20 50 paid'],
      ...['2027-01-01 500 paid', '2027-01-15 450 paid', '2027-01-20 0 nothing'],
    ])
  })

  test('tries a refused payment again, leaves out orders that don’t run, and says what is a guess', () => {
    const open = { date: '2026-11-30', attempt: 2, amount: 70n, currency: 'EUR' } as const
    const retryAt = '2026-12-02T23:30:00.000Z' // 3 December in Prague
    const once = { every: 'once', first: '2026-11-30' } as const
    const failed = {
      ...order({ schedule: once }),
      next: 1,
      open: { ...open, status: 'failed', retryAt } as const,
    }
    expect(told({ failed }, [account(MINE, 100n)])).toEqual(['2026-12-03 70 paid'])
    expect(told({ o: order({ status: 'paused' }) }, [account(MINE, 100n)])).toEqual([])
    expect(told({ o: order({}) }, [])).toEqual([])
    const asked = {
      now: NOW,
      until: endOf('2027-12-31'),
      holidays: new Set<string>(),
      retriesMs: RETRIES_MS,
      limit: 2,
    }
    const topUp = order({ rule: { kind: 'top-up', to: 40n } })
    const orders = new Map([['o', topUp]])
    const accounts = new Map([[MINE, account(MINE, 100n)]])
    expect(foresee({ ...asked, orders, accounts })).toMatchObject({
      ...{ isCut: true, payments: [{ isAtMost: true, amount: 40n }, { isAtMost: true }] },
    })
  })
})
