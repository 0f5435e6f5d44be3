import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PASSWORD,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { POST as postAuth } from './auth/[...all]/route'
import { POST as postCommands } from './commands/route'

let close: () => Promise<void>
let id: string
let cookie: string

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  id = (await openAccount(PEOPLE.owner)).id
  cookie = await cookieOf('teller')
})
afterAll(() => close())

function posted(path: string, body: BodyInit, type = 'application/json'): Request {
  const headers = { cookie, 'content-type': type }
  return new Request(`http://localhost:3000/api${path}`, { method: 'POST', headers, body })
}

const command = (body: BodyInit, type?: string) => postCommands(posted('/commands', body, type))
const deposit = () => JSON.stringify(movement('Deposit', id, '1.00'))

test.each([
  ['text/plain', 415],
  ['text/plain;charset=UTF-8', 415],
  ['application/x-www-form-urlencoded', 415],
  ['application/json; charset=utf-16', 415],
  ['', 415],
  ['application/json; charset=utf-8', 200],
])('JSON sent as “%s” is answered %d', async (type, status) => {
  const answer = await command(deposit(), type)
  expect(answer.status).toBe(status)
  const credentials = JSON.stringify({ email: PEOPLE.owner.email, password: PASSWORD })
  // Without the cookie: signing in ends the session of the browser that does it.
  const asked = posted('/auth/sign-in/email', credentials, type)
  asked.headers.delete('cookie')
  expect((await postAuth(asked)).status).toBe(status)
  if (status === 200) return
  const { detail } = await answer.json()
  expect(detail).toBe(
    'The request body must be JSON. Send it with “Content-Type: application/json”.',
  )
})

test('a field sent twice is refused, whichever program reads which', async () => {
  const twice = deposit().replace('"amount":"1.00"', '"amount":"1.00","\\u0061mount":"9.00"')
  const answer = await command(twice)
  expect(answer.status).toBe(400)
  expect((await answer.json()).detail).toContain('“amount” is in the request body twice')
})

test('a member __proto__ gives a command nothing', async () => {
  const whole = movement('Deposit', id, '1.00')
  for (const body of [
    `{"__proto__":${JSON.stringify(whole)}}`,
    JSON.stringify(whole).replace('{', '{"__proto__":{"amount":"9.00"},'),
  ]) {
    expect((await command(body)).status).toBe(400)
  }
})

test('a body that is no JSON, too long, or not UTF-8 is refused', async () => {
  const status = async (body: string | Uint8Array<ArrayBuffer>) => (await command(body)).status
  expect(await status('{')).toBe(400)
  expect(await status('')).toBe(400)
  expect(await status(new Uint8Array([0x22, 0xff, 0x22]))).toBe(400)
  expect(await status(`"${'x'.repeat(5_000_000)}"`)).toBe(413)
  expect(await status('['.repeat(100_000))).toBe(400)
  expect(await status(JSON.stringify(Array(1_001).fill({})))).toBe(400)
})
