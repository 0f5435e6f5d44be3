import { expect, test } from 'vitest'
import type { AccountJson } from '@/app/_wire/types'
import { pendingLine, previewOf } from './preview'

const account: AccountJson = {
  id: '019a9d2e-0000-7000-8000-000000000001',
  number: 'DB00 0000 0000 0000 0000',
  reference: null,
  owner: 'Ada Byron',
  currency: 'EUR',
  balance: '69.50',
  status: 'open',
  version: 3,
  openedAt: '2026-11-23T10:00:00.000Z',
}

test('the preview is the result of the domain rules', () => {
  expect(previewOf(account, 'Deposit', ' 30.5 ')).toEqual({
    outcome: 'accepted',
    amount: '30.50',
    balance: '100.00',
  })
  expect(previewOf(account, 'Withdraw', '69.50')).toMatchObject({ balance: '0.00' })
})

test('the preview predicts refusals', () => {
  expect(previewOf(account, 'Withdraw', '1000')).toEqual({
    outcome: 'refused',
    sentence: 'Insufficient funds: 69.50 available, 1,000.00 requested.',
  })
  expect(previewOf(account, 'Deposit', '1.234')).toMatchObject({ outcome: 'refused' })
})

test.each(['', ' ', '12.', '-', 'abc', '1e3'])('%j is no amount yet', text => {
  expect(previewOf(account, 'Deposit', text)).toBeNull()
})

test('an account that its history has overdrawn accepts deposits', () => {
  const overdrawn = { ...account, balance: '-20.00' }
  expect(previewOf(overdrawn, 'Deposit', '5')).toMatchObject({ balance: '-15.00' })
})

test('a pending command is shown as the next line of the timeline', () => {
  expect(pendingLine(account, 'Withdraw', '9.5')).toEqual({
    version: 4,
    occurredAt: null,
    word: 'Withdrawing',
    note: null,
    by: '',
    delta: '-9.50',
    balance: '60.00',
  })
  expect(pendingLine(account, 'Withdraw', '1000')).toBeNull()
})
