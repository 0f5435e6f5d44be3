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
import type { AccountJson } from '@/app/_wire/types'
import { accountOf } from '@/domain/bank-account/bank-account'
import { move } from '@/domain/bank-account/movements'
import { getAccountAt } from './moments'

const { owner, teller } = PEOPLE
const actor = { id: teller.userId, name: teller.name, role: teller.role }
let close: () => Promise<void>
let account: AccountJson

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  account = await openAccount(owner)
  accepted(await dispatch(owner, movement('Deposit', account.id, '50.00')))
})
afterAll(() => close())

test('a version shows the account then, and the events around it', async () => {
  const answer = await getAccountAt(owner, account.id, { version: 1 })
  expect(answer).toMatchObject({
    found: true,
    account: { balance: '100.00', version: 1, asOf: null, knownAt: null },
    after: { version: 1, type: 'AccountCreated' },
    before: { version: 2, type: 'MoneyDeposited' },
    late: [],
  })
})

test.each([0, -1, 1.5, Number.NaN, 3, 2 ** 31, 1e300])('there is no version %d', async version => {
  const answer = await getAccountAt(owner, account.id, { version })
  expect(answer).toMatchObject({ found: false, reason: 'invalid', fault: { field: 'version' } })
})

test('before its opening, the answer says when it was opened', async () => {
  const dayBefore = new Date(Date.parse(account.openedAt) - 86_400_000).toISOString()
  for (const asOf of [dayBefore, '0001-01-01T00:00:00Z']) {
    expect(await getAccountAt(owner, account.id, { asOf })).toMatchObject({
      reason: 'not-yet-open',
      openedAt: account.openedAt,
      recordedAt: null,
    })
    expect(await getAccountAt(owner, account.id, { knownAt: asOf })).toMatchObject({
      reason: 'not-yet-open',
    })
  }
})

test.each([['asOf'], ['knownAt']])('%s can’t lie in the future', async field => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  for (const instant of [tomorrow, '9999-12-31T23:59:59.999Z']) {
    const answer = await getAccountAt(owner, account.id, { [field]: instant })
    expect(answer).toMatchObject({ reason: 'invalid', fault: { field } })
  }
})

test('the same instant with another offset is the same moment', async () => {
  const { openedAt } = account
  const shifted = new Date(Date.parse(openedAt) + 7_200_000).toISOString().replace('Z', '+02:00')
  const [plain, offset] = await Promise.all(
    [openedAt, shifted].map(asOf => getAccountAt(owner, account.id, { asOf })),
  )
  expect(offset).toEqual(plain)
  expect(plain).toMatchObject({ account: { balance: '100.00', asOf: openedAt } })
})

test('a late entry counts on its effective date, once it is recorded', async () => {
  const { store } = bank()
  const { id, openedAt: asOf } = await openAccount(teller)
  const { stream } = await store.stateAt(id, {})
  const before = accountOf(stream)
  if (!before) throw new Error('The account is not open')
  const opened = new Date(asOf)
  // The bank's clock must advance between the opening and what is recorded next.
  while (Date.now() <= opened.getTime()) await new Promise(setImmediate)
  const later = new Date()
  const deposited = move(before, 100n, null)
  const after = { ...before, balance: deposited.balance }
  const withdrawn = move(after, -250n, 'Fee')
  const events = [
    { event: deposited, occurredAt: later, actor },
    { event: withdrawn, occurredAt: opened, actor },
  ]
  await store.saveEvents(id, events, 1)
  expect(await getAccountAt(teller, id, { asOf })).toMatchObject({
    account: { balance: '97.50', version: 1 },
    late: [{ version: 3, type: 'MoneyWithdrawn' }],
  })
  expect(await getAccountAt(teller, id, { asOf, knownAt: asOf })).toMatchObject({
    account: { balance: '100.00', asOf, knownAt: asOf },
    late: [],
  })
})
