import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import {
  accepted,
  cookieOf,
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { GET } from './accounts/[id]/holds/route'

let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

test('open holds are listed, now and at a moment', async () => {
  const { id } = await openAccount(PEOPLE.owner)
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const place = { type: 'PlaceHold', accountId: id, amount: '9.00', expiresAt, note: 'Hotel' }
  const commandId = crypto.randomUUID()
  accepted(await dispatch(PEOPLE.teller, { commandId, ...place }))
  const cookie = await cookieOf('owner')
  const ask = async (query: string) => {
    const url = `http://localhost:3000/api/accounts/${id}/holds${query}`
    const request = new Request(url, { headers: { cookie } })
    return (await GET(request, { params: Promise.resolve({ id }) })).json()
  }
  const hold = { holdId: commandId, amount: '9.00', expiresAt, note: 'Hotel' }
  expect(await ask('')).toEqual({ items: [hold], nextCursor: null })
  expect(await ask('?version=1')).toEqual({ items: [], nextCursor: null })
  expect(await ask('?x=1')).toMatchObject({ status: 400, field: 'x' })
})
