import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getAccount, getReceipt, listAccounts, listEvents } from '@/app/_server/accounts/accounts'
import { dispatch } from '@/app/_server/commands/commands'
import { getAccountAt } from '@/app/_server/past/moments'
import {
  accepted,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
  statusOf,
} from '@/app/_server/testing/bank'
import type { AccountJson } from '@/app/_wire/types'
import type { Viewer } from './viewer'

const { owner, stranger, teller, auditor } = PEOPLE
let close: () => Promise<void>
let account: AccountJson
let commandId: string

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  account = await openAccount(owner)
  const deposit = movement('Deposit', account.id, '50.00')
  commandId = deposit.commandId
  accepted(await dispatch(owner, deposit))
})
afterAll(() => close())

/** Every way to read the owner's account: whether a viewer may. */
const READS: Record<string, (viewer: Viewer) => Promise<boolean>> = {
  'the list': async viewer =>
    (await listAccounts(viewer)).items.some(({ id }) => id === account.id),
  'the search': async viewer =>
    (await listAccounts(viewer, { q: account.number })).items.length > 0,
  'the account': async viewer => (await getAccount(viewer, account.id)) !== null,
  'its past by version': async viewer =>
    (await getAccountAt(viewer, account.id, { version: 1 })).found,
  'its past by time': async viewer =>
    (await getAccountAt(viewer, account.id, { asOf: new Date().toISOString() })).found,
  'its events': async viewer => (await listEvents(viewer, account.id)) !== null,
  'a receipt': async viewer => (await getReceipt(viewer, account.id, commandId)) !== null,
}

describe.each(Object.entries(READS))('%s', (_, reads) => {
  test.each([
    ['its customer', owner, true],
    ['another customer', stranger, false],
    ['a teller', teller, true],
    ['an auditor', auditor, true],
  ])('for %s', async (_role, viewer, expected) => {
    expect(await reads(viewer)).toBe(expected)
  })
})

const MOVES = ['Deposit', 'Withdraw'] as const

describe.each(MOVES)('%s', type => {
  test.each([
    ['its customer', owner, 200],
    ['another customer', stranger, 404],
    ['a teller', teller, 200],
    ['an auditor', auditor, 403],
  ])('by %s', async (_role, viewer, status) => {
    const before = await getAccount(teller, account.id)
    expect(statusOf(await dispatch(viewer, movement(type, account.id, '1.00')))).toBe(status)
    const after = await getAccount(teller, account.id)
    expect(after?.version).toBe((before?.version ?? 0) + (status === 200 ? 1 : 0))
  })
})

const creation = (fields: object = {}) => ({
  commandId: crypto.randomUUID(),
  type: 'CreateAccount',
  owner: 'Jana Nováková',
  currency: 'EUR',
  ...fields,
})

describe('opening an account', () => {
  test('a customer opens their own', async () => {
    const { id } = await openAccount(stranger)
    expect(await getAccount(stranger, id)).not.toBeNull()
    expect(await getAccount(owner, id)).toBeNull()
  })

  test("a customer can't open one for somebody else, nor for themselves by e-mail", async () => {
    for (const customerEmail of [owner.email, stranger.email, 'nobody@example.com']) {
      const answer = await dispatch(stranger, creation({ customerEmail }))
      expect(answer).toMatchObject({ problem: { status: 403, field: 'customerEmail' } })
    }
  })

  test('a teller opens one for a customer by e-mail, case-insensitively', async () => {
    const { id } = await openAccount(teller, { customerEmail: ' Owner@Example.com' })
    expect(await getAccount(owner, id)).not.toBeNull()
    expect(await getAccount(stranger, id)).toBeNull()
  })

  test('a teller opens one without an owner', async () => {
    const { id } = await openAccount(teller)
    expect(await getAccount(owner, id)).toBeNull()
    expect(await getAccount(auditor, id)).not.toBeNull()
  })

  test.each([['nobody@example.com'], [teller.email], ['%'], ['\0'], ['\ud800']])(
    'a teller opens none for %j, who is no customer',
    async customerEmail => {
      const answer = await dispatch(teller, creation({ customerEmail }))
      expect(answer).toMatchObject({ problem: { status: 422, field: 'customerEmail' } })
    },
  )

  test('an auditor opens none', async () => {
    expect(statusOf(await dispatch(auditor, creation()))).toBe(403)
  })
})

test('somebody else’s account and an unknown account get the same answer', async () => {
  const unknown = crypto.randomUUID()
  for (const type of MOVES) {
    const others = await dispatch(stranger, movement(type, account.id, '1.00'))
    expect(others).toEqual(await dispatch(stranger, movement(type, unknown, '1.00')))
    expect(others).toEqual(await dispatch(teller, movement(type, unknown, '1.00')))
  }
})

test('the answer to somebody else’s command is not revealed', async () => {
  const { commandId: theirs, ...body } = movement('Deposit', account.id, '2.00')
  accepted(await dispatch(owner, { ...body, commandId: theirs }))
  expect(statusOf(await dispatch(stranger, { ...body, commandId: theirs }))).toBe(404)
})
