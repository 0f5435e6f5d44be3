import { expect, test } from 'vitest'
import type { AccountJson } from '@/app/_wire/types'
import { previewOf } from './preview'

const account: AccountJson = {
  id: '019a9d2e-0000-7000-8000-000000000001',
  number: 'DB00 0000 0000 0000 0000',
  reference: null,
  owner: 'Ada Byron',
  currency: 'EUR',
  balance: '69.50',
  available: '69.50',
  held: '0.00',
  overdraftLimit: '0.00',
  status: 'open',
  freeze: null,
  limits: null,
  holds: [],
  version: 3,
  openedAt: '2026-11-23T10:00:00.000Z',
}

test('the preview is the result of the domain rules', () => {
  expect(previewOf(account, { type: 'Deposit', amount: ' 30.5 ' })).toEqual({
    outcome: 'accepted',
    amount: '30.50',
    balance: '100.00',
    available: '100.00',
  })
  expect(previewOf(account, { type: 'Withdraw', amount: '69.50' })).toMatchObject({
    balance: '0.00',
  })
})

test('the preview predicts refusals', () => {
  expect(previewOf(account, { type: 'Withdraw', amount: '1000' })).toEqual({
    outcome: 'refused',
    sentence: 'Insufficient funds: 69.50 EUR available; 930.50 short.',
    field: 'amount',
  })
  expect(previewOf(account, { type: 'Deposit', amount: '1.234' })).toMatchObject({
    outcome: 'refused',
  })
})

test('limits bind cash, and neither interest nor fees', () => {
  const limits = {
    perMovement: '5.00',
    perDay: null,
    timeZone: 'UTC',
    leftToday: null,
    renewsAt: null,
  }
  expect(previewOf({ ...account, limits }, { type: 'Withdraw', amount: '6' })).toMatchObject({
    outcome: 'refused',
  })
  for (const counter of ['fees', 'interest']) {
    expect(
      previewOf({ ...account, limits }, { type: 'Withdraw', amount: '6', counter }),
    ).toMatchObject({
      balance: '63.50',
    })
  }
})

test('limits of now don’t bind a late movement', () => {
  const limits = {
    perMovement: '5.00',
    perDay: null,
    timeZone: 'UTC',
    leftToday: null,
    renewsAt: null,
  }
  const late = { type: 'Withdraw', amount: '6', isLate: true } as const
  expect(previewOf({ ...account, limits }, late)).toMatchObject({ balance: '63.50' })
  expect(previewOf(account, { ...late, amount: '70' })).toMatchObject({ field: 'amount' })
})

test.each(['', ' ', '12.', '-', 'abc', '1e3'])('%j is no amount yet', text => {
  expect(previewOf(account, { type: 'Deposit', amount: text })).toBeNull()
})

test('an account that its history has overdrawn accepts deposits', () => {
  const overdrawn = { ...account, balance: '-20.00' }
  expect(previewOf(overdrawn, { type: 'Deposit', amount: '5' })).toMatchObject({
    balance: '-15.00',
  })
})
