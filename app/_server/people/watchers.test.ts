import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { openBankStream } from '@/app/_server/live/live'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { openSql } from '@/db/connection'
import { callAuth, sessionToken } from './auth'
import { viewerOf } from './viewer'
import {
  endingWith,
  endStreamsOf,
  fullFor,
  PERSON_STREAMS_MAX,
  SESSION_STREAMS_MAX,
} from './watchers'

type Owner = ReturnType<typeof openSql>
let close: () => Promise<void>
let owner: Owner

beforeAll(async () => {
  close = await openTestBank()
  owner = openSql(process.env.DATABASE_URL ?? '')
  await letPeopleIn()
})
afterAll(async () => {
  await owner.end()
  await close()
})

const tokenOf = (cookie: string) => sessionToken(new Headers({ cookie })) ?? ''

/** Opens a stream of the whole bank with a session cookie, as the route does. */
async function watchAs(cookie: string, { signal } = new AbortController()): Promise<Response> {
  const viewer = await viewerOf(new Headers({ cookie }))
  if (!viewer) throw new Error('Nobody is signed in')
  return openBankStream({ token: tokenOf(cookie), viewer, signal })
}

/** Resolves when a stream has sent a match; with null, when it ends. */
async function readUntil(stream: Response, sought: RegExp | null): Promise<void> {
  const decoder = new TextDecoder()
  let said = ''
  for await (const bytes of stream.body ?? []) {
    said += decoder.decode(bytes, { stream: true })
    if (sought?.test(said)) return
  }
  if (sought) throw new Error(`The stream ended without ${sought}: ${said}`)
}

const ENDS: Record<string, (cookie: string, token: string) => Promise<unknown>> = {
  'is signed out of': cookie => callAuth('/sign-out', {}, new Headers({ cookie })),
  'has expired': (_, token) =>
    owner`update auth_sessions set expires_at = now() - interval '1 second' where token = ${token}`,
  'has become somebody else’s': (_, token) =>
    owner`update auth_sessions set user_id = 'u-stranger' where token = ${token}`,
  'is taken away': (_, token) => owner`delete from auth_sessions where token = ${token}`,
}

test.each(Object.entries(ENDS))(
  'a stream ends when its session %s, and no other',
  async (_, end) => {
    const leave = new AbortController()
    const cookie = await cookieOf('teller')
    const stays = await watchAs(await cookieOf('teller'), leave)
    const stream = await watchAs(cookie)
    await end(cookie, tokenOf(cookie))
    await readUntil(stream, null)

    const { id } = await openAccount(PEOPLE.teller)
    await dispatch(PEOPLE.teller, movement('Deposit', id, '1.00'))
    await readUntil(stays, /event: position/)
    leave.abort()
  },
)

/** A file without an end, a thousand bytes at a time. */
function endless(onCancel: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: controller => controller.enqueue(new Uint8Array(1_000)),
    cancel: onCancel,
  })
}

test.each(Object.entries(ENDS))('an export breaks off when its session %s', async (_, end) => {
  const cookie = await cookieOf('teller')
  const token = tokenOf(cookie)
  let cancelled = 0
  const body = endless(() => cancelled++)
  const file = endingWith({ token, viewer: PEOPLE.teller }, body).getReader()
  expect((await file.read()).value?.length).toBe(1_000)
  await end(cookie, token)
  const readOn = async () => {
    while (!(await file.read()).done) await new Promise(setImmediate)
  }
  await expect(readOn()).rejects.toThrow('The session or the token ended')
  expect(cancelled).toBe(1)
})

test('an export that is whole or left is no longer watched, and takes no place of a stream', async () => {
  const cookie = await cookieOf('teller')
  const by = { token: tokenOf(cookie), viewer: PEOPLE.teller }
  const many = Array.from({ length: PERSON_STREAMS_MAX }, () =>
    endingWith(
      by,
      endless(() => {}),
    ),
  )
  expect(fullFor(by)).toBeNull()
  const whole = new Response(endingWith(by, new Blob(['all of it']).stream()))
  expect(await whole.text()).toBe('all of it')
  await Promise.all(many.map(file => file.cancel()))
})

test("a stream ends when its person's role changes", async () => {
  const stream = await watchAs(await cookieOf('auditor'))
  await owner`update auth_users set role = 'customer' where id = 'u-auditor'`
  await readUntil(stream, null)
  await owner`update auth_users set role = 'auditor' where id = 'u-auditor'`
})

test('open streams are limited per session and per person', async () => {
  const leave = new AbortController()
  const statuses = async (cookie: string, count: number) => {
    const streams = Array.from({ length: count }, () => watchAs(cookie, leave))
    return (await Promise.all(streams)).map(({ status }) => status)
  }
  const full = Array.from({ length: SESSION_STREAMS_MAX }, () => 200)
  const first = await cookieOf('teller')
  expect(await statuses(first, SESSION_STREAMS_MAX + 1)).toEqual([...full, 429])
  expect(await statuses(await cookieOf('teller'), SESSION_STREAMS_MAX)).toEqual(full)
  expect(await statuses(await cookieOf('teller'), SESSION_STREAMS_MAX)).toEqual(full)
  expect(PERSON_STREAMS_MAX).toBe(3 * SESSION_STREAMS_MAX)

  const fourth = await cookieOf('teller')
  const refused = await watchAs(fourth)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('10')
  const detail = 'You have too many live pages open. Close some of them.'
  expect(await refused.json()).toMatchObject({ detail })
  expect(await statuses(await cookieOf('auditor'), 1)).toEqual([200])
  // Each closed stream frees its place: by its session, by the client, or aborted before it began.
  endStreamsOf(tokenOf(first))
  expect(await statuses(fourth, 1)).toEqual([200])
  leave.abort()
  for (const _ of full) expect((await watchAs(first, leave)).status).toBe(200)
  const last = await watchAs(first)
  expect(last.status).toBe(200)
  await last.body?.cancel()
})
