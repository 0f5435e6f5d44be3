import { expect, test } from 'vitest'
import { accountFields, pairsOf } from './account-fields'

const OPEN = {
  id: '00000000-0000-4000-8000-000000000001',
  status: 'open',
  owner: 'Jana',
  currency: 'EUR',
  reference: null,
  balance: '100.00',
  available: '100.00',
  held: '0.00',
  overdraftLimit: '0.00',
  freeze: null,
  limits: null,
  holds: [],
  customerId: null,
  secondCustomer: null,
}
const HOLD = {
  holdId: '00000000-0000-4000-8000-000000000002',
  amount: '60.00',
  expiresAt: '2026-12-03T11:30:00.000Z',
  note: 'Hotel',
}
const LATER = {
  ...OPEN,
  status: 'frozen',
  available: '90.00',
  held: '60.00',
  overdraftLimit: '50.00',
  freeze: { scope: 'debits', reason: 'Lost card' },
  limits: {
    perMovement: null,
    perDay: '1500.00',
    timeZone: 'Europe/Prague',
    leftToday: '1400.00',
    renewsAt: '2026-12-03T23:00:00.000Z',
  },
  holds: [HOLD],
  customerId: 'u-jana',
  secondCustomer: { customerId: 'u-gone', rights: 'read' },
}
const READER = { zone: 'Europe/Prague', people: { 'u-jana': 'Jana, jana@example.com' } }

test('what can change about an account is told in words, and only what is there', () => {
  const words = (state: object) =>
    accountFields(state as Record<string, unknown>, READER).map(({ name, value }) => [name, value])
  expect(words(OPEN)).toEqual([
    ['Status', 'Open'],
    ['Owner', 'Jana'],
    ['Currency', 'EUR'],
    ['Balance', '100.00 EUR'],
    ['Available', '100.00 EUR'],
    ['Held', '0.00 EUR'],
    ['Overdraft limit', '0.00 EUR'],
  ])
  expect(words(LATER)).toEqual([
    ['Status', 'Frozen'],
    ['Freeze', 'No money can go out: Lost card'],
    ['Owner', 'Jana'],
    ['Customer', 'Jana, jana@example.com'],
    ['Second customer', 'u-gone, may read the account'],
    ['Currency', 'EUR'],
    ['Balance', '100.00 EUR'],
    ['Available', '90.00 EUR'],
    ['Held', '60.00 EUR'],
    ['Overdraft limit', '50.00 EUR'],
    ['Limit per day', '1,500.00 EUR, Europe/Prague'],
    ['Left that day', '1,400.00 EUR'],
    ['Hold, Hotel', '60.00 EUR, expires 3 Dec 2026, 12:30'],
  ])
  expect(words({ status: 'none' })).toEqual([['Status', 'Not open yet']])
})

test('two states are set side by side by field; a hold by its id, wherever it stands', () => {
  const [before, after] = [OPEN, LATER].map(state => accountFields(state, READER))
  const pair = (key: string, one = before, other = after) =>
    pairsOf(one ?? [], other ?? []).find(field => field.key === key)
  expect(pair('available')).toMatchObject({ before: '100.00 EUR', after: '90.00 EUR' })
  expect(pair('available', before, before)).toBeUndefined()
  // What grew is positive, what shrank negative, and only amounts have a change.
  const change = (key: string, ...sides: Parameters<typeof pairsOf>) =>
    pairsOf(...sides).find(field => field.key === key)?.change
  expect(change('available', before ?? [], after ?? [])).toBe('−10.00 EUR')
  expect(change('available', after ?? [], before ?? [])).toBe('+10.00 EUR')
  expect(change('balance', before ?? [], after ?? [])).toBeNull()
  expect(change('balance', [], after ?? [])).toBe('+100.00 EUR')
  expect(change('status', before ?? [], after ?? [])).toBeNull()
  const held = '60.00 EUR, expires 3 Dec 2026, 12:30'
  expect(pair('held')).toMatchObject({ before: '0.00 EUR', after: '60.00 EUR' })
  expect(pair(HOLD.holdId)).toMatchObject({ name: 'Hold, Hotel', before: null, after: held })
  expect(pair(HOLD.holdId, after, before)).toMatchObject({ before: held, after: null })
  expect(pairsOf(after ?? [], before ?? []).at(-1)?.key).toBe(HOLD.holdId)
})
