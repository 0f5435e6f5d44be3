import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSql } from '@/db/connection'
import { auth, callAuth } from './auth'
import { letPeopleIn, openTestBank, PASSWORD, PEOPLE } from './testing/bank'
import { viewerOf } from './viewer'

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

async function signIn(email: string): Promise<string> {
  const response = await callAuth('/sign-in/email', { email, password: PASSWORD }, new Headers())
  return response.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
}

const headers = (cookie: string) => new Headers({ cookie })

test('a session is its person, as better-auth knows them', async () => {
  const cookie = await signIn(PEOPLE.teller.email)
  expect(await viewerOf(headers(cookie))).toEqual(PEOPLE.teller)
  const session = await auth().api.getSession({ headers: headers(cookie) })
  expect(session?.user.id).toBe(PEOPLE.teller.userId)
})

test('a cookie that the bank has not signed, or that is none, is nobody', async () => {
  const [mine, other] = [await signIn(PEOPLE.owner.email), await signIn(PEOPLE.stranger.email)]
  const name = mine.slice(0, mine.indexOf('=') + 1)
  const signature = other.slice(other.lastIndexOf('.'))
  const value = mine.slice(name.length, mine.lastIndexOf('.'))

  for (const forged of [
    `${name}${value}${signature}`,
    `${name}${value}`,
    `${name}${value}.`,
    `${name}.`,
    `${name}%`,
    name,
    'other=1',
    '',
  ]) {
    expect(await viewerOf(headers(forged)), forged).toBeNull()
  }
  expect(await viewerOf(new Headers())).toBeNull()
})

test('a session that has ended or run out is nobody', async () => {
  const [out, over] = [await signIn(PEOPLE.owner.email), await signIn(PEOPLE.owner.email)]
  await callAuth('/sign-out', {}, headers(out))
  expect(await viewerOf(headers(out))).toBeNull()
  expect(await viewerOf(headers(over))).toEqual(PEOPLE.owner)
  const sql = openSql(process.env.DATABASE_URL ?? '')
  await sql`update auth_sessions set expires_at = now() - interval '1 second'`
  await sql.end()
  expect(await viewerOf(headers(over))).toBeNull()
})
