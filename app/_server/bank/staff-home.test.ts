import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import {
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
  send,
  sendAccepted,
} from '@/app/_server/testing/bank'
import { listWaiting, readStaffOverview } from './staff-home'

const { owner, teller, auditor } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
})
afterAll(() => close())

const waitingOf = async () => {
  const home = await readStaffOverview(auditor, 'UTC')
  return home?.waiting.map(({ what, count }) => [what, count])
}

test('a customer has no home of the staff, and none of its lists', async () => {
  expect(await readStaffOverview(owner, 'UTC')).toBeNull()
  expect(await listWaiting(owner, 'frozen', 'UTC')).toBeNull()
})

test('an empty bank has nothing that waits, and nothing happened', async () => {
  expect(await readStaffOverview(auditor, 'UTC')).toMatchObject({
    waiting: [],
    events: 0,
    totals: [],
    newest: [],
  })
})

test('what waits for the staff is counted, and listed', async () => {
  const mine = await openAccount(owner)
  const nobodys = await openAccount(teller)
  const closed = await openAccount(teller, { openingBalance: '0' })
  await sendAccepted(teller, closed.id, { type: 'CloseAccount' })
  const freeze = { type: 'FreezeAccount', scope: 'all', reason: 'Lost card' } as const
  await sendAccepted(teller, mine.id, freeze)
  await sendAccepted(teller, nobodys.id, freeze)
  await sendAccepted(teller, nobodys.id, { type: 'UnfreezeAccount' })
  const refused = await send(teller, mine.id, { type: 'Withdraw', amount: '1.00' })
  expect(refused.outcome).toBe('refused')
  expect(await waitingOf()).toEqual([
    ['Frozen accounts', 1],
    ['Accounts without a customer', 1],
    ['Refused attempts today', 1],
  ])
  const frozen = await listWaiting(auditor, 'frozen', 'UTC')
  expect(frozen?.accounts.map(({ id }) => id)).toEqual([mine.id])
  const without = await listWaiting(teller, 'without-customer', 'UTC')
  expect(without?.accounts.map(({ id }) => id)).toEqual([nobodys.id])
})

test('a hold that expires today waits until it has expired', async () => {
  const account = await openAccount(owner)
  const now = new Date()
  const expiresAt = new Date(now.getTime() + 60_000).toISOString()
  await sendAccepted(teller, account.id, { type: 'PlaceHold', amount: '1.00', expiresAt })
  const zone = zoneWhereItIsNoon(now)
  const home = await readStaffOverview(auditor, zone, now)
  expect(home?.waiting.find(({ what }) => what === 'Holds that expire today')?.count).toBe(1)
  const later = await readStaffOverview(auditor, zone, new Date(now.getTime() + 60_000))
  expect(later?.waiting.find(({ what }) => what === 'Holds that expire today')).toBeUndefined()
})

test('today has the money in and out by currency, and the newest events with their owners', async () => {
  const account = await openAccount(owner, { owner: 'Yuki', currency: 'JPY', openingBalance: '70' })
  await dispatch(teller, movement('Withdraw', account.id, '20'))
  const home = await readStaffOverview(teller, zoneWhereItIsNoon(new Date()))
  expect(home?.totals.find(({ currency }) => currency === 'JPY')).toEqual({
    currency: 'JPY',
    entries: 2,
    inflow: '70',
    outflow: '20',
  })
  expect(home?.newest[0]).toMatchObject({ owner: 'Yuki', money: { change: '-20' } })
  expect(home?.newest).toHaveLength(6)
})

/** A zone in which no day ends soon: midnight must not fall into a test. */
function zoneWhereItIsNoon(now: Date): string {
  const ahead = 12 - now.getUTCHours()
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
