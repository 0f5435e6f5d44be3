import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { bank } from '@/app/_server/process/bank'
import {
  accepted,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { accountOf } from '@/domain/bank-account/bank-account'
import { move } from '@/domain/bank-account/movements'
import { compareBank, getBankAt, listAccountsAt } from './bank-moments'

const { owner, stranger, teller, auditor } = PEOPLE
const actor = { id: teller.userId, name: teller.name, role: teller.role }
let close: () => Promise<void>
let opened: Date

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  const { id, openedAt } = await openAccount(owner)
  opened = new Date(openedAt)
  await tick()
  accepted(await dispatch(owner, movement('Deposit', id, '50.00')))
  accepted(await dispatch(teller, { ...creation, currency: 'JPY', openingBalance: '7' }))
  const { stream } = await bank().store.stateAt(id, {})
  const account = accountOf(stream)
  if (!account) throw new Error('The account is not open')
  const late = { event: move(account, -250n, 'Fee'), occurredAt: opened, actor }
  await bank().store.saveEvents(id, [late], 2)
})
afterAll(() => close())

const creation = {
  commandId: crypto.randomUUID(),
  type: 'CreateAccount',
  owner: 'Jana Nováková',
} as const

/** Waits until the bank's clock has advanced. */
async function tick(): Promise<void> {
  const before = Date.now()
  while (Date.now() <= before) await new Promise(setImmediate)
}

test('the bank is totalled by currency, and a late entry counts on its effective date', async () => {
  expect(await getBankAt(auditor, {})).toEqual({
    asOf: null,
    knownAt: null,
    totals: [
      { currency: 'EUR', accounts: 1, total: '147.50' },
      { currency: 'JPY', accounts: 1, total: '7' },
    ],
  })
  expect(await getBankAt(teller, { asOf: opened })).toMatchObject({
    totals: [{ currency: 'EUR', accounts: 1, total: '97.50' }],
  })
  expect(await getBankAt(teller, { asOf: opened, knownAt: opened })).toMatchObject({
    totals: [{ currency: 'EUR', accounts: 1, total: '100.00' }],
  })
})

test('two moments are compared, even when a currency is in only one of them', async () => {
  const comparison = await compareBank(teller, { asOf: opened, knownAt: opened }, {})
  expect(comparison?.changes).toEqual([
    {
      currency: 'EUR',
      from: { currency: 'EUR', accounts: 1, total: '100.00' },
      to: { currency: 'EUR', accounts: 1, total: '147.50' },
      change: '47.50',
      accounts: 0,
    },
    {
      currency: 'JPY',
      from: { currency: 'JPY', accounts: 0, total: '0' },
      to: { currency: 'JPY', accounts: 1, total: '7' },
      change: '7',
      accounts: 1,
    },
  ])
})

test('the accounts of a moment have their balances at that time', async () => {
  const page = await listAccountsAt(teller, { asOf: opened, knownAt: opened }, { limit: 5 })
  expect(page).toMatchObject({ items: [{ balance: '100.00', version: 1 }], nextCursor: null })
  const now = await listAccountsAt(teller, {}, { limit: 1 })
  expect(now).toMatchObject({ items: [{ currency: 'JPY' }], nextCursor: expect.any(String) })
})

test.each([owner, stranger])('a customer sees nothing of the whole bank', async customer => {
  expect(await getBankAt(customer, {})).toBeNull()
  expect(await compareBank(customer, {}, {})).toBeNull()
  expect(await listAccountsAt(customer, {}, { limit: 5 })).toBeNull()
})
