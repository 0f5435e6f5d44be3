import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEvents } from '@/app/_server/accounts/accounts'
import {
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
  sendAccepted,
} from '@/app/_server/testing/bank'
import type { AccountCommandBody } from '@/app/_wire/commands'
import type { EventJson } from '@/app/_wire/types'
import { compareMoments } from './comparisons'
import { getCourse } from './course'
import { explainBalance, getFold } from './look-back'
import { getAccountAt } from './moments'

const { owner, teller } = PEOPLE
let close: () => Promise<void>
let id = ''
let holdId = ''
let events: EventJson[] = []

const send = (body: AccountCommandBody) => sendAccepted(teller, id, body)

/** Waits until the clock has passed an instant. */
async function pass(instant: number): Promise<void> {
  while (Date.now() <= instant) await new Promise(resolve => setImmediate(resolve))
}

/** 1: 100.00; 2: a hold of 60.00; 3: an overdraft; 4: a freeze; 5: its end; 6: 10.00 in. */
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  ;({ id } = await openAccount(owner))
  const expiry = Date.now() + 3_000
  const place = { type: 'PlaceHold', amount: '60.00', note: 'Hotel' } as const
  const placed = await send({ ...place, expiresAt: new Date(expiry).toISOString() })
  holdId = String(placed.events[0]?.data.holdId)
  await send({ type: 'SetOverdraftLimit', limit: '50.00' })
  await send({ type: 'FreezeAccount', scope: 'debits', reason: 'Lost card' })
  await send({ type: 'UnfreezeAccount' })
  await send({ type: 'Deposit', amount: '10.00' })
  events = (await listEvents(teller, id, { order: 'asc' }))?.items ?? []
  await pass(expiry)
})
afterAll(() => close())

describe('a hold that expired without an event', () => {
  test('holds at a moment before its expiry, and no more after it', async () => {
    const then = await getAccountAt(owner, id, { asOf: events[2]?.occurredAt ?? '' })
    expect(then).toMatchObject({ account: { available: '90.00', held: '60.00', version: 3 } })
    const now = await getAccountAt(owner, id, { asOf: new Date().toISOString() })
    expect(now).toMatchObject({ account: { available: '160.00', held: '0.00', holds: [] } })
    expect(await getAccountAt(owner, id, { version: 6 })).toMatchObject({
      account: { available: '100.00', held: '60.00' },
    })
  })

  test('differs in a comparison with now', async () => {
    const then = { asOf: events[5]?.occurredAt ?? '' }
    expect(await compareMoments(owner, id, [then, {}], { limit: 10 })).toMatchObject({
      change: '0.00',
      from: { state: { held: '60.00', available: '100.00' } },
      to: { state: { held: '0.00', available: '160.00', holds: [] } },
    })
  })
})

test('an explanation has the active holds, and the events that placed them', async () => {
  const page = { limit: 10 }
  const then = await explainBalance(owner, id, { version: 4 }, page)
  expect(then).toMatchObject({
    account: { balance: '100.00', available: '90.00', holds: [{ holdId, amount: '60.00' }] },
    placedBy: { [holdId]: 2 },
    items: [
      { change: '0.00', balance: '100.00', event: { version: 4, money: null } },
      { change: '0.00', event: { version: 3 } },
      { change: '0.00', event: { version: 2 } },
      { change: '100.00', event: { version: 1 } },
    ],
  })
  const now = await explainBalance(owner, id, { asOf: new Date().toISOString() }, page)
  expect(now).toMatchObject({ account: { available: '160.00' }, placedBy: {} })
})

test('the course keeps its balance across events without money', async () => {
  const course = await getCourse(owner, id)
  const balances = ['100.00', '100.00', '100.00', '100.00', '100.00', '110.00']
  expect(course?.points.map(({ balance }) => balance)).toEqual(balances)
})

test('the fold shows what each event changed', async () => {
  const fold = await getFold(owner, id, { from: 2, to: 5 })
  expect(fold?.items).toMatchObject([
    { before: { held: '0.00', holds: [] }, after: { held: '60.00', holds: [{ note: 'Hotel' }] } },
    { before: { overdraftLimit: '0.00' }, after: { overdraftLimit: '50.00' } },
    { before: { status: 'open' }, after: { status: 'frozen', freeze: { reason: 'Lost card' } } },
    { before: { status: 'frozen' }, after: { status: 'open', freeze: null } },
  ])
})
