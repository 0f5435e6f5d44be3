import { expect, test } from 'vitest'
import { actionsOf } from './account-actions'

const customer = { role: 'customer', hasCash: false } as const
const open = { status: 'open', freeze: null } as const
const frozen = (scope: 'debits' | 'credits' | 'all') =>
  ({ status: 'frozen', freeze: { scope, reason: 'Lost' } }) as const
const possible = (...args: Parameters<typeof actionsOf>) =>
  actionsOf(...args).flatMap(({ cannot, page }) => (cannot === null ? page : []))

test('a customer leads with the transfer, and has cash where self-service is on', () => {
  expect(possible(open, customer)).toEqual(['transfer'])
  expect(possible(open, { ...customer, hasCash: true })).toEqual([
    'transfer',
    'deposit',
    'withdraw',
  ])
})

test('a teller has all of it', () => {
  const pages = possible(open, { role: 'teller', hasCash: true })
  expect(pages.slice(0, 3)).toEqual(['transfer', 'deposit', 'withdraw'])
  expect(pages.length).toBeGreaterThan(3)
})

test.each([
  ['debits', ['deposit']],
  ['credits', ['transfer', 'withdraw']],
  ['all', []],
] as const)('a freeze of %s leaves %j, with a reason for the rest', (scope, left) => {
  const cashier = { ...customer, hasCash: true }
  expect(possible(frozen(scope), cashier)).toEqual(left)
  for (const { page, cannot } of actionsOf(frozen(scope), cashier)) {
    if (!(left as readonly string[]).includes(page)) expect(cannot).toMatch(/frozen\.$/)
  }
})

test('nothing can be done on a closed account', () => {
  expect(actionsOf({ status: 'closed', freeze: null }, { role: 'teller', hasCash: true })).toEqual(
    [],
  )
})
