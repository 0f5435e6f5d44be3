import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import {
  cookieOf,
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { GET as getEvents } from './payment-orders/[id]/events/route'
import { GET } from './payment-orders/[id]/route'
import { GET as getList } from './payment-orders/route'

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

async function show(person: keyof typeof PEOPLE, orderId: string) {
  const request = new Request(`http://localhost:3000/api/payment-orders/${orderId}`, {
    headers: { cookie: await cookieOf(person) },
  })
  return (await GET(request, { params: Promise.resolve({ id: orderId }) })).json()
}

test('an order is read by whoever may read the account that pays', async () => {
  const { id: from } = await openAccount(PEOPLE.owner)
  const { id: to } = await openAccount(PEOPLE.teller)
  const orderId = randomUUID()
  const answer = await dispatch(PEOPLE.teller, {
    ...{ commandId: randomUUID(), type: 'CreatePaymentOrder', orderId },
    ...{ accountId: to, toAccountId: from, amount: '30.00' },
    schedule: { first: '2999-01-01', every: 'once' },
  })
  expect(answer.outcome).toBe('ordered')
  expect(await show('owner', orderId)).toMatchObject({ status: 404 })
  expect(await show('auditor', orderId)).toMatchObject({ order: { orderId, accountId: to } })
  expect(await show('teller', randomUUID())).toMatchObject({ status: 404 })
  const cookie = await cookieOf('auditor')
  const ask = (path: string) =>
    new Request(`http://localhost:3000/api/${path}`, { headers: { cookie } })
  const told = await getEvents(ask(`payment-orders/${orderId}/events`), {
    params: Promise.resolve({ id: orderId }),
  })
  expect((await told.json()).items).toHaveLength(3)
  await vi.waitFor(async () => {
    const list = await getList(ask(`payment-orders?accountId=${to}`))
    expect(await list.json()).toMatchObject({ items: [{ orderId }], nextCursor: null })
  }, 10_000)
  expect((await getList(ask('payment-orders'))).status).toBe(400)
  expect((await getList(ask(`payment-orders?accountId=${to}&x=1`))).status).toBe(400)
})
