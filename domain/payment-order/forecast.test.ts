import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AmountRule } from './events'
import { type Funds, foresee } from './forecast'
import type { Order } from './payment-order'
import type { Schedule } from './schedule'

const [MINE, SAVINGS, RENT] = ['a', 'b', 'c']
const TODAY = '2026-12-01'

function order(more: {
  readonly from?: string
  readonly to?: string
  readonly rule?: AmountRule
  readonly schedule?: Partial<Schedule>
  readonly open?: Order['open']
  readonly status?: Order['status']
}): Order {
  const { from = MINE, to = SAVINGS, rule, schedule, open = null, status = 'scheduled' } = more
  return {
    accountId: from,
    to: { accountId: to, number: '', owner: '' },
    ...{ currency: 'EUR', timeZone: 'Europe/Prague', by: { id: 'u', name: 'U' } },
    rule: rule ?? { kind: 'fixed', amount: 100n },
    schedule: {
      ...{ first: TODAY, every: 'month', until: null, count: null },
      ...{ holidays: 'as-is', lastDay: false, ...schedule },
    },
    ...{ reference: null, status, next: 0, open, lastDate: null, executed: 0, paid: 0n },
    approvedBy: null,
  }
}

const funds = (balance: bigint, more: Partial<Funds> = {}): Funds => {
  return { balance, held: 0n, overdraftLimit: 0n, ...more }
}

function told(orders: Record<string, Order>, known: Record<string, Funds>, until = '2027-03-01') {
  const asked = { today: TODAY, until, holidays: new Set<string>(), limit: 500 }
  const maps = { orders: new Map(Object.entries(orders)), funds: new Map(Object.entries(known)) }
  return foresee({ ...asked, ...maps }).payments.map(
    ({ on, amount, outcome }) => `${on} ${amount} ${outcome}`,
  )
}

describe('a forecast', () => {
  test('pays by the schedule until the money is short', () => {
    expect(told({ o: order({}) }, { [MINE]: funds(250n) })).toEqual([
      ...['2026-12-01 100 paid', '2027-01-01 100 paid', '2027-02-01 100 short'],
      '2027-03-01 100 short',
    ])
  })

  test('counts holds and the overdraft, as the account does', () => {
    const known = { [MINE]: funds(150n, { held: 60n, overdraftLimit: 20n }) }
    expect(told({ o: order({}) }, known, TODAY)).toEqual(['2026-12-01 100 paid'])
    const less = { [MINE]: funds(150n, { held: 71n, overdraftLimit: 20n }) }
    expect(told({ o: order({}) }, less, TODAY)).toEqual(['2026-12-01 100 short'])
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
      told({ salary, sweep, topUp }, { [MINE]: funds(100n), [SAVINGS]: funds(0n) }, '2027-01-31'),
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
    expect(told({ failed }, { [MINE]: funds(100n) })).toEqual(['2026-12-03 70 paid'])
    expect(told({ o: order({ status: 'paused' }) }, {})).toEqual([])
    const asked = { today: TODAY, until: '2027-12-31', holidays: new Set<string>(), limit: 2 }
    const topUp = order({ rule: { kind: 'top-up', to: 40n } })
    const orders = new Map([['o', topUp]])
    expect(foresee({ ...asked, orders, funds: new Map([[MINE, funds(100n)]]) })).toMatchObject({
      ...{ isCut: true, payments: [{ isAtMost: true, amount: 40n }, { isAtMost: true }] },
    })
  })

  test('neither makes money nor overdraws an account', () => {
    const money = fc.bigInt({ min: 0n, max: 1_000n })
    const rule: fc.Arbitrary<AmountRule> = fc.oneof(
      fc.record({ kind: fc.constant('fixed' as const), amount: fc.bigInt({ min: 1n, max: 500n }) }),
      fc.record({ kind: fc.constant('sweep' as const), above: money }),
      fc.record({ kind: fc.constant('top-up' as const), to: fc.bigInt({ min: 1n, max: 900n }) }),
    )
    const ids = ['a', 'b', 'c'] as const
    const one = fc
      .record({ rule, from: fc.constantFrom(...ids), by: fc.constantFrom(1, 2), day: fc.nat(27) })
      .map(({ rule: its, from, by, day }) => {
        const to = ids[(ids.indexOf(from) + by) % 3] ?? 'a'
        const first = `2026-12-${String(day + 1).padStart(2, '0')}`
        return order({ from, to, rule: its, schedule: { first, every: 'week' } })
      })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), money, money, money, (all, ...starts) => {
        const left = new Map(ids.map((id, at) => [id as string, starts[at] ?? 0n]))
        const known = new Map(ids.map((id, at) => [id as string, funds(starts[at] ?? 0n)]))
        const orders = new Map(all.map((its, at) => [String(at), its]))
        const asked = { today: TODAY, until: '2027-02-01', holidays: new Set<string>(), limit: 500 }
        for (const { payerId, payeeId, amount, outcome } of foresee({
          ...asked,
          orders,
          funds: known,
        }).payments) {
          if (outcome !== 'paid') continue
          left.set(payerId, (left.get(payerId) ?? 0n) - amount)
          left.set(payeeId, (left.get(payeeId) ?? 0n) + amount)
          expect(left.get(payerId)).toBeGreaterThanOrEqual(0n)
        }
        const sum = (all: Iterable<bigint>) => [...all].reduce((a, b) => a + b, 0n)
        expect(sum(left.values())).toBe(sum(starts))
      }),
    )
  })
})
