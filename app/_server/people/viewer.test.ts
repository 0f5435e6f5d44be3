import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieOf, letPeopleIn, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { openSql } from '@/db/connection'
import { auth, callAuth } from './auth'
import { viewerOf } from './viewer'

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

const headers = (cookie: string) => new Headers({ cookie })

test('a session resolves to its person, as in better-auth', async () => {
  const cookie = await cookieOf('teller')
  expect(await viewerOf(headers(cookie))).toEqual({
    ...PEOPLE.teller,
    confirmedAt: expect.any(Date),
  })
  const session = await auth().api.getSession({ headers: headers(cookie) })
  expect(session?.user.id).toBe(PEOPLE.teller.userId)
})

test('an unsigned or malformed cookie is not authenticated', async () => {
  const [mine, other] = [await cookieOf('owner'), await cookieOf('stranger')]
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

test('an ended or expired session is not authenticated', async () => {
  const [out, over] = [await cookieOf('owner'), await cookieOf('owner')]
  await callAuth('/sign-out', {}, headers(out))
  expect(await viewerOf(headers(out))).toBeNull()
  expect(await viewerOf(headers(over))).toEqual({ ...PEOPLE.owner, confirmedAt: expect.any(Date) })
  const sql = openSql(process.env.DATABASE_URL ?? '')
  await sql`update auth_sessions set expires_at = now() - interval '1 second'`
  await sql.end()
  expect(await viewerOf(headers(over))).toBeNull()
})

test('concurrent requests each get their own viewer', async () => {
  const people = ['owner', 'teller', 'auditor', 'stranger'] as const
  const cookies = await Promise.all(people.map(person => cookieOf(person)))
  const ended = await cookieOf('owner')
  await callAuth('/sign-out', {}, headers(ended))
  const asked = Array.from({ length: 60 }, (_, n) => {
    const cookie = [...cookies, ended, 'other=1'][n % 6] ?? ''
    const person = people[n % 6]
    return { cookie, is: person ? { ...PEOPLE[person], confirmedAt: expect.any(Date) } : null }
  })
  const found = await Promise.all(asked.map(({ cookie }) => viewerOf(headers(cookie))))
  expect(found).toEqual(asked.map(({ is }) => is))
})
