import { expect, test } from 'vitest'
import type { AccountJson } from '@/app/_wire/types'
import { previewTransfer } from './preview-transfer'

const account: AccountJson = {
  id: '019a9d2e-0000-7000-8000-000000000001',
  number: 'DB00 0000 0000 0000 0000',
  reference: null,
  owner: 'Ada Byron',
  currency: 'EUR',
  balance: '102.10',
  available: '72.10',
  held: '30.00',
  overdraftLimit: '0.00',
  status: 'open',
  freeze: null,
  limits: null,
  holds: [
    {
      holdId: '019a9d2e-0000-7000-8000-000000000002',
      amount: '30.00',
      expiresAt: '2999-12-03T12:00:00.000Z',
      note: 'Hotel Adria',
    },
  ],
  version: 3,
  openedAt: '2026-11-23T10:00:00.000Z',
}
const payee = { number: 'DB74 0917 3354 8871 2046', owner: 'Petr Novák' }
const asked = (amount: string, reference = '') => ({ amount, reference })

test('a preview has the balance and what is available afterwards', () => {
  expect(previewTransfer(account, asked(' 12.9 '), payee)).toEqual({
    outcome: 'accepted',
    amount: '12.90',
    balance: '89.20',
    available: '59.20',
  })
  expect(previewTransfer(account, asked('72.10'), null)).toMatchObject({ available: '0.00' })
})

test.each([
  ['JPY', '1200', '200', '1000'],
  ['KWD', '1.500', '0.125', '1.375'],
])('amounts of %s have their own places', (currency, balance, amount, after) => {
  const zero = balance.replaceAll(/\d/g, '0').replace(/^0+(?=0)/, '')
  const own = { ...account, currency, balance, overdraftLimit: zero, holds: [] }
  expect(previewTransfer(own, asked(amount), payee)).toMatchObject({ amount, balance: after })
  expect(previewTransfer(own, asked('0.1234'), payee)).toMatchObject({ field: 'amount' })
})

test('a refusal names the field, and what holds the money', () => {
  expect(previewTransfer(account, asked('85'), payee)).toEqual({
    outcome: 'refused',
    field: 'amount',
    sentence:
      'Insufficient funds: 72.10 EUR available; 12.90 short. Hold of 30.00 for Hotel Adria until 3 Dec 2999, 12:00 UTC.',
  })
  const long = previewTransfer(account, asked('1', 'x'.repeat(141)), payee)
  expect(long).toMatchObject({ outcome: 'refused', field: 'reference' })
  const self = previewTransfer(account, asked('1'), { ...payee, number: account.number })
  expect(self).toMatchObject({ outcome: 'refused', field: 'number' })
})

test('a frozen or closed account sends nothing, and limits hold', () => {
  const frozen = { ...account, freeze: { scope: 'debits', reason: 'Lost' } } as const
  expect(previewTransfer(frozen, asked('1'), payee)).toMatchObject({ field: null })
  const closed = { ...account, status: 'closed' } as const
  expect(previewTransfer(closed, asked('1'), payee)).toMatchObject({ field: null })
  const limits = {
    perMovement: '10.00',
    perDay: null,
    timeZone: 'UTC',
    leftToday: null,
    renewsAt: null,
  }
  expect(previewTransfer({ ...account, limits }, asked('10.01'), payee)).toMatchObject({
    field: 'amount',
  })
})

test.each(['', ' ', '12.', 'abc'])('%j is no amount yet', text => {
  expect(previewTransfer(account, asked(text), null)).toBeNull()
})

test('at the review a text that is no amount is refused', () => {
  expect(previewTransfer(account, asked('12.'), payee)).toMatchObject({ field: 'amount' })
})
