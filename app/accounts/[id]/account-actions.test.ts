import { expect, test } from 'vitest'
import { actionsOf } from './account-actions'

const customer = ['transfer'] as const
const cashier = ['transfer', 'moveCash'] as const
const teller = [
  ...cashier,
  'manageHolds',
  'freeze',
  'setLimits',
  'changeHolders',
  'closeAccounts',
] as const
const open = { status: 'open', freeze: null } as const
const frozen = (scope: 'debits' | 'credits' | 'all') =>
  ({ status: 'frozen', freeze: { scope, reason: 'Lost' } }) as const
const possible = (...args: Parameters<typeof actionsOf>) =>
  actionsOf(...args).flatMap(({ cannot, page }) => (cannot === null ? page : []))

test('a customer leads with the transfer, and has cash where self-service is on', () => {
  expect(possible(open, customer)).toEqual(['transfer', '/orders/new'])
  expect(possible(open, cashier)).toEqual(['transfer', 'deposit', 'withdraw', '/orders/new'])
})

test('a teller has all of it', () => {
  expect(possible(open, teller)).toEqual([
    'transfer',
    'deposit',
    'withdraw',
    '/orders/new',
    'holds',
    'freeze',
    'limits',
    'customers',
    'close',
  ])
})

test('an administrator has the limits, and who only reads has nothing', () => {
  expect(possible(open, ['setLimits'])).toEqual(['limits'])
  expect(possible(open, [])).toEqual([])
})

test.each([
  ['debits', ['deposit', '/orders/new']],
  ['credits', ['transfer', 'withdraw', '/orders/new']],
  ['all', ['/orders/new']],
] as const)('a freeze of %s leaves %j, with a reason for the rest', (scope, left) => {
  expect(possible(frozen(scope), cashier)).toEqual(left)
  for (const { page, cannot } of actionsOf(frozen(scope), cashier)) {
    if (!(left as readonly string[]).includes(page)) expect(cannot).toMatch(/frozen\.$/)
  }
})

test('nothing can be done on a closed account', () => {
  expect(actionsOf({ status: 'closed', freeze: null }, teller)).toEqual([])
})
