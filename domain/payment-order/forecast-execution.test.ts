import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AmountRule } from './events'
import { foresee } from './forecast'
import { RETRIES_MS } from './payments'
import { execute, HOUR_MS, type Paid } from './testing/execution'
import { account, endOf, hold, NOW, order } from './testing/given'

const IDS = ['a', 'b', 'c'] as const
const money = fc.bigInt({ min: 0n, max: 1_000n })
const RULES: fc.Arbitrary<AmountRule> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), amount: fc.bigInt({ min: 1n, max: 500n }) }),
  fc.record({ kind: fc.constant('sweep' as const), above: money }),
  fc.record({ kind: fc.constant('top-up' as const), to: fc.bigInt({ min: 1n, max: 900n }) }),
)
const ORDERS = fc
  .record({
    rule: RULES,
    from: fc.constantFrom(...IDS),
    by: fc.constantFrom(1, 2),
    day: fc.nat(27),
  })
  .map(({ rule, from, by, day }) => {
    const to = IDS[(IDS.indexOf(from) + by) % 3] ?? 'a'
    const first = `2026-12-${String(day + 1).padStart(2, '0')}`
    return order({ from, to, rule, schedule: { first, every: 'week' } })
  })
const LIMIT = fc.option(fc.bigInt({ min: 1n, max: 600n }))
const ACCOUNT = fc.record({
  balance: money,
  overdraftLimit: fc.constantFrom(0n, 100n),
  held: fc.record({ amount: fc.bigInt({ min: 1n, max: 300n }), hours: fc.nat(600) }),
  freeze: fc.option(fc.constantFrom('all' as const, 'debits' as const), { freq: 5 }),
  limits: fc.record({ perMovement: LIMIT, perDay: LIMIT }),
})
const BANKS = fc
  .record({ all: fc.array(ORDERS, { maxLength: 6 }), made: fc.tuple(ACCOUNT, ACCOUNT, ACCOUNT) })
  .map(({ all, made }) => ({
    orders: new Map(all.map((its, at) => [`o${at}`, its])),
    accounts: new Map(
      made.map(({ balance, overdraftLimit, held, freeze, limits: { perMovement, perDay } }, at) => {
        const id = IDS[at] ?? 'a'
        const isLimited = perMovement !== null || perDay !== null
        const terms = {
          overdraftLimit,
          holds: [hold(held.amount, new Date(NOW.getTime() + held.hours * HOUR_MS).toISOString())],
          freeze: freeze && { scope: freeze, reason: 'Asked' },
          limits: isLimited ? { perMovement, perDay, timeZone: 'Europe/Prague' } : null,
        }
        return [id as string, account(id, balance, terms)]
      }),
    ),
  }))

test('A forecast is what the bank does when the clock gets there', () => {
  fc.assert(
    fc.property(BANKS, ({ orders, accounts }) => {
      const until = endOf('2026-12-22')
      const asked = {
        now: NOW,
        until,
        holidays: new Set<string>(),
        retriesMs: RETRIES_MS,
        limit: 10_000,
      }
      const foreseen = foresee({ ...asked, orders, accounts }).payments
      const made = execute(orders, accounts, { from: NOW, until })
      const paid = foreseen.filter(({ outcome }) => outcome === 'paid')
      const line = ({ orderId, at, amount }: Paid) => `${at.toISOString()} ${orderId} ${amount}`
      expect(paid.map(line)).toEqual(made.paid.map(line))
      const refused = new Set(foreseen.filter(one => one.refusal).map(one => one.refusal?.type))
      expect(refused).toEqual(made.refused)
    }),
    { numRuns: 50 },
  )
})
