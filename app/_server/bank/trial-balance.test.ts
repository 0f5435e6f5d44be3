import { afterAll, beforeAll, expect, test } from 'vitest'
import { bank } from '@/app/_server/process/bank'
import {
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
  sendAccepted,
} from '@/app/_server/testing/bank'
import { accountOf } from '@/domain/bank-account/bank-account'
import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import { move } from '@/domain/bank-account/movements'
import { getTrialBalance } from './trial-balance'

const { owner, stranger, teller, auditor } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

/** The lines that are not zero: debits above zero, credits below. */
async function linesAt(moment: { asOf?: Date; knownAt?: Date }) {
  const { currencies } = (await getTrialBalance(auditor, moment)) ?? { currencies: [] }
  return currencies.map(({ currency, accounts, debit, credit, total }) => ({
    currency,
    debit,
    credit,
    total,
    ...Object.fromEntries(
      accounts.flatMap(({ account, debit, credit }): [string, string][] => {
        if (/[1-9]/.test(debit)) return [[account, debit]]
        return /[1-9]/.test(credit) ? [[account, `-${credit}`]] : []
      }),
    ),
  }))
}

test('every movement has its counter-side, by the API too, and the total is zero', async () => {
  const from = await openAccount(owner)
  const to = await openAccount(stranger)
  await openAccount(stranger, { currency: 'JPY', openingBalance: '0' })
  const opened = { asOf: new Date(), knownAt: new Date() }
  await tick()
  const { events } = await sendAccepted(teller, from.id, { type: 'Deposit', amount: '50.00' })
  await sendAccepted(teller, from.id, { type: 'Deposit', amount: '1.25', counter: 'interest' })
  await sendAccepted(teller, to.id, { type: 'Withdraw', amount: '3.00', counter: 'fees' })
  await sendAccepted(owner, from.id, { type: 'Transfer', toAccountId: to.id, amount: '20.00' })
  const version = events[0]?.version ?? 0
  await sendAccepted(teller, from.id, { type: 'ReverseEntry', version, reason: 'Not his' })
  const { stream } = await bank().store.stateAt(to.id, {})
  const account = accountOf(stream)
  if (!account) throw new Error('The account is not open')
  const importer = { id: IMPORTER_ID, name: 'Import of book.csv', role: 'system' }
  await bank().store.saveEvents(
    to.id,
    [{ event: move(account, 7n, null), actor: importer }],
    stream.version,
  )

  expect(await linesAt({})).toEqual([
    {
      currency: 'EUR',
      'customer-accounts': '-198.32',
      cash: '50.00',
      'opening-balances': '200.00',
      'import-clearing': '0.07',
      interest: '1.25',
      fees: '-3.00',
      corrections: '-50.00',
      debit: '251.32',
      credit: '251.32',
      total: '0.00',
    },
    { currency: 'JPY', debit: '0', credit: '0', total: '0' },
  ])
  expect(await linesAt(opened)).toEqual([
    {
      currency: 'EUR',
      'customer-accounts': '-200.00',
      'opening-balances': '200.00',
      debit: '200.00',
      credit: '200.00',
      total: '0.00',
    },
    { currency: 'JPY', debit: '0', credit: '0', total: '0' },
  ])
  expect(await linesAt({ asOf: new Date('2001-01-01') })).toEqual([])
})

test('each currency has every line, in one order', async () => {
  const found = await getTrialBalance(teller, {})
  expect(found?.currencies.map(({ accounts }) => accounts.map(({ account }) => account))).toEqual(
    Array(2).fill([
      'customer-accounts',
      'cash',
      'opening-balances',
      'import-clearing',
      'transfers',
      'interest',
      'fees',
      'corrections',
    ]),
  )
})

test.each([owner, stranger])('a customer sees nothing of the books', async customer => {
  expect(await getTrialBalance(customer, {})).toBeNull()
})

/** Waits until the bank's clock has advanced. */
async function tick(): Promise<void> {
  const before = Date.now()
  while (Date.now() <= before) await new Promise(setImmediate)
}
