import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cookieOf, letPeopleIn, openTestBank, PASSWORD, PEOPLE } from '@/app/_server/testing/bank'
import { openSql } from '@/db/connection'
import { endSessions, recordUses, sessionsOf } from '@/db/people/sessions'
import { bank } from '../../process/bank'
import { recordRunOut } from '../../process/run-out'
import { callAuth, sessionToken } from '../auth'
import { viewerOf } from '../viewer'
import { noteUse, writeUses } from './use'

const MINUTE_MS = 60_000
let close: () => Promise<void>
let owner: ReturnType<typeof openSql>

beforeAll(async () => {
  close = await openTestBank()
  owner = openSql(process.env.DATABASE_URL ?? '')
  await letPeopleIn()
})
afterAll(async () => {
  await owner.end()
  await close()
})
beforeEach(() => {
  globalThis.daybookSessionUse = undefined
})

const headers = (cookie: string) => new Headers({ cookie })
const tokenOf = (cookie: string) => sessionToken(headers(cookie)) ?? ''

/** The minutes until a session ends, and those since its last use. */
async function minutesOf(token: string): Promise<{ left: number; unused: number }> {
  const [row] = await owner<{ left: number; unused: number }[]>`
    select round(extract(epoch from expires_at - now()) / 60)::int as left,
      round(extract(epoch from now() - last_used_at) / 60)::int as unused
    from auth_sessions where token = ${token}`
  if (!row) throw new Error('There is no such session')
  return row
}

/** As if nothing had been done in a session for so long. */
async function leaveUnused(token: string, minutes: number): Promise<void> {
  await owner`
    update auth_sessions set last_used_at = last_used_at - ${minutes}::int * interval '1 minute',
      expires_at = expires_at - ${minutes}::int * interval '1 minute',
      created_at = created_at - ${minutes}::int * interval '1 minute'
    where token = ${token}`
}

test.each([
  ['teller', 15],
  ['auditor', 15],
  ['owner', 30],
] as const)('a session of the %s lasts %i unused minutes', async (somebody, minutes) => {
  const cookie = await cookieOf(somebody)
  const token = tokenOf(cookie)
  expect(await minutesOf(token)).toEqual({ left: minutes, unused: 0 })
  await leaveUnused(token, minutes - 1)
  expect(await viewerOf(headers(cookie))).not.toBeNull()
  await leaveUnused(token, 1)
  expect(await viewerOf(headers(cookie))).toBeNull()
})

test('use keeps a session, for twelve hours at most, and never shortens it', async () => {
  const token = tokenOf(await cookieOf('teller'))
  await leaveUnused(token, 14)
  noteUse(token, 'teller')
  await writeUses(false)
  expect(await minutesOf(token)).toEqual({ left: 15, unused: 0 })

  noteUse(token, 'teller', Date.now() - 10 * MINUTE_MS)
  await writeUses(true)
  expect(await minutesOf(token)).toEqual({ left: 15, unused: 0 })

  await owner`update auth_sessions set created_at = now() - interval '11 hours 52 minutes'
    where token = ${token}`
  await owner`update auth_sessions set expires_at = now() + interval '1 minute'
    where token = ${token}`
  noteUse(token, 'teller')
  await writeUses(true)
  expect((await minutesOf(token)).left).toBe(8)
})

test('use is written once a minute, and what came between is written after it', async () => {
  const token = tokenOf(await cookieOf('owner'))
  await leaveUnused(token, 20)
  noteUse(token, 'customer', Date.now() - 5 * MINUTE_MS)
  await writeUses(false)
  expect((await minutesOf(token)).unused).toBe(5)
  noteUse(token, 'customer')
  await writeUses(false)
  expect((await minutesOf(token)).unused).toBe(5)
  globalThis.daybookSessionUse?.writtenMs.set(token, Date.now() - MINUTE_MS)
  await writeUses(false)
  expect((await minutesOf(token)).unused).toBe(0)
})

test('use that was noted before the end counts, even if it is written after it', async () => {
  const cookie = await cookieOf('teller')
  const token = tokenOf(cookie)
  await leaveUnused(token, 16)
  expect(await viewerOf(headers(cookie))).toBeNull()
  const at = new Date(Date.now() - 2 * MINUTE_MS)
  const until = new Date(Date.now() + 13 * MINUTE_MS)
  await recordUses(bank().db, [{ token, at, until }], 12 * 60 * MINUTE_MS)
  expect((await minutesOf(token)).left).toBe(13)

  await leaveUnused(token, 60)
  await recordUses(bank().db, [{ token, at, until }], 12 * 60 * MINUTE_MS)
  expect(await viewerOf(headers(cookie))).toBeNull()
})

test('signing in again in a browser ends the session that it had', async () => {
  const first = await cookieOf('owner')
  const credentials = { email: PEOPLE.stranger.email, password: PASSWORD }
  const wrong = { ...credentials, password: 'wrong horse battery' }
  expect((await callAuth('/sign-in/email', wrong, headers(first))).status).toBe(401)
  expect(await viewerOf(headers(first))).toEqual({ ...PEOPLE.owner, confirmedAt: expect.any(Date) })
  const answer = await callAuth('/sign-in/email', credentials, headers(first))
  const second = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(await viewerOf(headers(second))).toEqual({
    ...PEOPLE.stranger,
    confirmedAt: expect.any(Date),
  })
  expect(tokenOf(second)).not.toBe(tokenOf(first))
  expect(await viewerOf(headers(first))).toBeNull()
})

test('a session is over when its person has another role, or is disabled', async () => {
  const cookie = await cookieOf('auditor')
  await owner`update auth_users set role = 'teller' where id = 'u-auditor'`
  expect(await viewerOf(headers(cookie))).toBeNull()
  const again = await cookieOf('auditor')
  expect(await viewerOf(headers(again))).toMatchObject({ role: 'teller' })
  await owner`update auth_users set disabled_at = now() where id = 'u-auditor'`
  expect(await viewerOf(headers(again))).toBeNull()
})

test('somebody disabled is refused as for a wrong password', async () => {
  const credentials = { email: PEOPLE.auditor.email, password: PASSWORD }
  const refused = await callAuth('/sign-in/email', credentials, new Headers())
  const wrong = await callAuth(
    '/sign-in/email',
    { ...credentials, password: 'wrong horse battery' },
    new Headers(),
  )
  expect(refused.status).toBe(401)
  expect(refused.status).toBe(wrong.status)
  expect(refused.headers.getSetCookie()).toEqual([])
})

test('a person ends one of their sessions, or all others, and nobody else’s', async () => {
  const { db } = bank()
  const end = async (which: Parameters<typeof endSessions>[2]) =>
    (await endSessions(db, PEOPLE.stranger.userId, which)).map(({ token }) => token)
  const tokens = await Promise.all([1, 2, 3].map(async () => tokenOf(await cookieOf('stranger'))))
  const [first = '', second = '', third = ''] = tokens
  const mine = () => sessionsOf(db, PEOPLE.stranger.userId, first, new Date())
  expect((await mine()).filter(({ isThis }) => isThis)).toHaveLength(1)
  const theirs = (await sessionsOf(db, PEOPLE.owner.userId, '', new Date()))[0]
  expect(await end({ id: theirs?.id ?? '' })).toEqual([])

  const [row] = await owner`select id from auth_sessions where token = ${second}`
  expect(await end({ id: row?.id })).toEqual([second])
  expect(await end({ exceptToken: first })).toContain(third)
  expect((await mine()).map(({ isThis }) => isThis)).toEqual([true])
  expect(await end('all')).toEqual([first])
})

test('a session that runs out stands in the access log once, with its end, whoever notices', async () => {
  const [unused, old, open] = [
    await cookieOf('teller'),
    await cookieOf('teller'),
    await cookieOf('owner'),
  ]
  const idOf = async (cookie: string) => {
    const [row] = await owner`select id from auth_sessions where token = ${tokenOf(cookie)}`
    return String(row?.id)
  }
  const ids = [await idOf(unused), await idOf(old), await idOf(open)]
  await leaveUnused(tokenOf(unused), 20)
  await owner`
    update auth_sessions set created_at = now() - interval '12 hours 5 minutes',
      expires_at = now() - interval '5 minutes' where token = ${tokenOf(old)}`
  const [{ ends } = { ends: null }] = await owner`
    select expires_at as ends from auth_sessions where token = ${tokenOf(unused)}`
  const { db } = bank()
  await Promise.all([1, 2, 3].map(() => recordRunOut(db, new Date())))
  const told = await owner`
    select subject, at, actor_id, role, address, detail from access_log
    where kind = 'session-ended' and subject = any(${ids}) order by at`
  expect(new Map(told.map(({ subject, detail }) => [subject, detail.because]))).toEqual(
    new Map([
      [ids[0], 'unused'],
      [ids[1], 'longest time'],
    ]),
  )
  expect(told).toHaveLength(2)
  expect(told.find(({ subject }) => subject === ids[0])).toMatchObject({
    at: ends,
    actor_id: PEOPLE.teller.userId,
    role: 'teller',
    address: null,
  })
  expect(await viewerOf(headers(open))).not.toBeNull()
})
