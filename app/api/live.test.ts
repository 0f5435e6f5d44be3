import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { noteReading } from '@/app/_server/process/reach'
import {
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
  requestBy,
} from '@/app/_server/testing/bank'
import { GET as getAccountStream } from './accounts/[id]/live/route'
import { GET as getBankStream } from './events/live/route'

const BASE = 'http://localhost:3000'
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

/** Reads a stream of server-sent events until it has sent a match. */
async function readUntil(response: Response, sought: RegExp): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true })
    const [found] = sought.exec(text) ?? []
    if (found !== undefined) return found
  }
  throw new Error(`The stream ended without ${sought}: ${text}`)
}

test("staff are notified when the bank's log grows; nobody else is", async () => {
  const leave = new AbortController()
  const path = '/api/events/live'
  const stream = await getBankStream(await requestBy('auditor', path, { signal: leave.signal }))
  expect(stream.headers.get('content-type')).toBe('text/event-stream')
  const { id } = await openAccount(PEOPLE.teller)
  await dispatch(PEOPLE.teller, movement('Deposit', id, '1.00'))
  expect(await readUntil(stream, /event: position\ndata: \d+\n\n/)).toBeTruthy()
  leave.abort()

  expect((await getBankStream(await requestBy('owner', path))).status).toBe(403)
  expect((await getBankStream(new Request(`${BASE}${path}`))).status).toBe(401)
})

test('readers of an account get its version, now and after each event', async () => {
  const { id } = await openAccount(PEOPLE.teller)
  const context = { params: Promise.resolve({ id }) }
  const leave = new AbortController()
  const path = `/api/accounts/${id}/live`
  const stream = await getAccountStream(
    await requestBy('teller', path, { signal: leave.signal }),
    context,
  )
  await dispatch(PEOPLE.teller, movement('Deposit', id, '1.00'))
  expect(await readUntil(stream, /data: 1\n\n(?:.*\n)*data: 2\n\n/)).toBeTruthy()
  leave.abort()
  expect((await getAccountStream(await requestBy('stranger', path), context)).status).toBe(404)
})

test('a stream says when the database can’t be read, from its beginning, and when it can again', async () => {
  const leave = new AbortController()
  const open = async () =>
    getBankStream(await requestBy('auditor', '/api/events/live', { signal: leave.signal }))
  const early = await open()
  noteReading('The database is out of reach.')
  const late = await open()
  noteReading(null)
  const told =
    /event: trouble\ndata: The database is out of reach.\n\n(?:.*\n)*event: trouble\ndata: \n\n/
  for (const stream of [early, late]) expect(await readUntil(stream, told)).toBeTruthy()
  leave.abort()
})
