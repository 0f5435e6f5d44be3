import { afterAll, beforeAll, expect, test } from 'vitest'
import { getAccount, listEvents } from '@/app/_server/accounts/accounts'
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
import { dispatch, dispatchAll } from './commands'

const { owner, teller, auditor } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

/** An account with 100.00, then 40.00 out, then 50.00 in, each at a different time. */
async function openWithHistory() {
  const { id, openedAt } = await openAccount(owner)
  await tick()
  accepted(await dispatch(owner, movement('Withdraw', id, '40.00')))
  await tick()
  accepted(await dispatch(owner, movement('Deposit', id, '50.00')))
  await tick()
  return { id, openedAt }
}

/** Waits until the bank's clock has advanced. */
async function tick(): Promise<void> {
  const before = Date.now()
  while (Date.now() <= before) await new Promise(setImmediate)
}

const late = (type: 'Deposit' | 'Withdraw', id: string, amount: string, occurredAt: string) => ({
  ...movement(type, id, amount),
  occurredAt,
})

test('a late withdrawal counts from its effective date, and is unknown before it was posted', async () => {
  const { id, openedAt } = await openWithHistory()
  const knownAt = new Date().toISOString()
  await tick()
  const { events, account } = accepted(
    await dispatch(teller, late('Withdraw', id, '60.00', openedAt)),
  )
  expect(account.balance).toBe('50.00')
  expect(events).toMatchObject([{ version: 4, occurredAt: openedAt, data: { balance: '50.00' } }])
  expect(await getAccountAt(teller, id, { asOf: openedAt })).toMatchObject({
    account: { balance: '40.00' },
  })
  expect(await getAccountAt(teller, id, { asOf: openedAt, knownAt })).toMatchObject({
    account: { balance: '100.00' },
  })
})

test('a late withdrawal that overdraws a later balance is refused, though the current balance covers it', async () => {
  const { id, openedAt } = await openWithHistory()
  expect(await dispatch(teller, late('Withdraw', id, '60.01', openedAt))).toMatchObject({
    problem: {
      status: 422,
      field: 'amount',
      detail:
        'Insufficient funds: the available balance fell to 60.00 after that date; 60.01 requested.',
    },
  })
  expect(await getAccount(teller, id)).toMatchObject({ balance: '110.00', version: 3 })
})

test('several late postings in one array are decided in order, also among other commands', async () => {
  const { id, openedAt } = await openWithHistory()
  const answers = await dispatchAll(teller, [
    late('Withdraw', id, '50.00', openedAt),
    movement('Deposit', id, '1.00'),
    late('Withdraw', id, '20.00', openedAt),
    late('Deposit', id, '15.00', openedAt),
    late('Withdraw', id, '20.00', openedAt),
    movement('Withdraw', id, '56.00'),
    movement('Withdraw', id, '0.01'),
  ])
  expect(answers.map(statusOf)).toEqual([200, 200, 422, 200, 200, 200, 422])
  expect(await getAccount(teller, id)).toMatchObject({ balance: '0.00', version: 8 })
})

test("the effective time is part of a command's identity, in whatever zone it is written", async () => {
  const { id, openedAt } = await openWithHistory()
  const asked = late('Withdraw', id, '1.00', openedAt)
  const first = await dispatch(teller, asked)
  const shifted = new Date(Date.parse(openedAt) + 7_200_000).toISOString().replace('Z', '+02:00')
  expect(await dispatch(teller, { ...asked, occurredAt: shifted })).toEqual(first)
  const other = new Date(Date.parse(openedAt) + 1).toISOString()
  expect(statusOf(await dispatch(teller, { ...asked, occurredAt: other }))).toBe(409)
  const { occurredAt: _, ...now } = asked
  expect(statusOf(await dispatch(teller, now))).toBe(409)
  expect((await listEvents(teller, id))?.items).toHaveLength(4)
})

test("only tellers post late, and only between the account's opening and now", async () => {
  const { id, openedAt } = await openWithHistory()
  for (const viewer of [owner, auditor]) {
    expect(statusOf(await dispatch(viewer, late('Deposit', id, '1.00', openedAt)))).toBe(403)
  }
  const before = new Date(Date.parse(openedAt) - 1).toISOString()
  const refused = [
    ['2999-01-01T00:00:00Z', 422],
    [before, 422],
    ['0001-01-01T00:00:00Z', 422],
    ['2026-06-30', 400],
    ['2026-02-30T00:00:00Z', 400],
    ['', 400],
    ['x'.repeat(5_000), 400],
  ] as const
  for (const [occurredAt, status] of refused) {
    const answer = await dispatch(teller, late('Deposit', id, '1.00', occurredAt))
    expect([occurredAt, statusOf(answer)]).toEqual([occurredAt, status])
    expect(answer).toMatchObject({ problem: { field: 'occurredAt' } })
  }
})
