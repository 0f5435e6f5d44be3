import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank } from '@/app/_server/process/bank'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PASSWORD,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { GET as getEvents } from './accounts/[id]/events/route'
import { GET as getHolds } from './accounts/[id]/holds/route'
import { GET as getAccount } from './accounts/[id]/route'
import { GET as getAccounts } from './accounts/route'
import { GET as getSession, POST as signIn } from './auth/[...all]/route'
import { GET as getBankAccounts } from './bank/accounts/route'
import { GET as getComparison } from './bank/comparison/route'
import { GET as getBank } from './bank/route'
import { POST as postCommands, DELETE as refuse } from './commands/route'

const BASE = 'http://localhost:3000'
type Somebody = keyof typeof PEOPLE
const cookies = new Map<Somebody | 'nobody', string>()
let close: () => Promise<void>
let id: string

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  id = (await openAccount(PEOPLE.owner)).id
  for (const somebody of Object.keys(PEOPLE) as Somebody[]) {
    cookies.set(somebody, await cookieOf(somebody))
  }
})
afterAll(() => close())

const JSON_TYPE = { 'content-type': 'application/json' }

function askToSignIn(email: unknown, password: unknown = PASSWORD, more = {}) {
  const body = JSON.stringify({ email, password })
  const url = `${BASE}/api/auth/sign-in/email`
  const headers = { ...JSON_TYPE, ...more }
  return signIn(new Request(url, { method: 'POST', headers, body }))
}

function asked(somebody: Somebody | 'nobody', path: string, init: RequestInit = {}): Request {
  const headers = new Headers({ ...(init.body && JSON_TYPE), ...init.headers })
  headers.set('cookie', cookies.get(somebody) ?? '')
  return new Request(`${BASE}/api${path}`, { ...init, headers })
}

const params = (of: string) => ({ params: Promise.resolve({ id: of }) })
const deposit = () => JSON.stringify(movement('Deposit', id, '1.00'))

const DOORS: Record<string, (somebody: Somebody | 'nobody') => Promise<Response>> = {
  'GET accounts': somebody => getAccounts(asked(somebody, '/accounts')),
  'GET an account': somebody => getAccount(asked(somebody, `/accounts/${id}`), params(id)),
  'GET its past': somebody => getAccount(asked(somebody, `/accounts/${id}?version=1`), params(id)),
  'GET its holds': somebody => getHolds(asked(somebody, `/accounts/${id}/holds`), params(id)),
  'GET its events': somebody => getEvents(asked(somebody, `/accounts/${id}/events`), params(id)),
  'GET the whole bank': somebody => getBank(asked(somebody, '/bank')),
  'GET its comparison': somebody => getComparison(asked(somebody, '/bank/comparison')),
  'GET its accounts': somebody => getBankAccounts(asked(somebody, '/bank/accounts')),
  'POST commands': somebody =>
    postCommands(asked(somebody, '/commands', { method: 'POST', body: deposit() })),
}

const EXPECTED: Record<string, Record<Somebody | 'nobody', number>> = {
  'GET accounts': { nobody: 401, owner: 200, stranger: 200, teller: 200, auditor: 200, admin: 200 },
  'GET an account': {
    nobody: 401,
    owner: 200,
    stranger: 404,
    teller: 200,
    auditor: 200,
    admin: 200,
  },
  'GET its past': { nobody: 401, owner: 200, stranger: 404, teller: 200, auditor: 200, admin: 200 },
  'GET its holds': {
    nobody: 401,
    owner: 200,
    stranger: 404,
    teller: 200,
    auditor: 200,
    admin: 200,
  },
  'GET its events': {
    nobody: 401,
    owner: 200,
    stranger: 404,
    teller: 200,
    auditor: 200,
    admin: 200,
  },
  'GET the whole bank': {
    nobody: 401,
    owner: 403,
    stranger: 403,
    teller: 200,
    auditor: 200,
    admin: 200,
  },
  'GET its comparison': {
    nobody: 401,
    owner: 403,
    stranger: 403,
    teller: 200,
    auditor: 200,
    admin: 200,
  },
  'GET its accounts': {
    nobody: 401,
    owner: 403,
    stranger: 403,
    teller: 200,
    auditor: 200,
    admin: 200,
  },
  'POST commands': {
    nobody: 401,
    owner: 200,
    stranger: 404,
    teller: 200,
    auditor: 403,
    admin: 403,
  },
}

describe.each(Object.entries(DOORS))('%s', (door, ask) => {
  test.each(Object.entries(EXPECTED[door] ?? {}))('by %s is %d', async (somebody, status) => {
    const answer = await ask(somebody as Somebody)
    expect(answer.status).toBe(status)
    const type = status === 200 ? 'application/json' : 'application/problem+json'
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

test('a modified cookie is not authenticated', async () => {
  const cookie = `${cookies.get('owner')?.slice(0, -6)}AAAA%3D`
  const answer = await getAccounts(new Request(`${BASE}/api/accounts`, { headers: { cookie } }))
  expect(answer.status).toBe(401)
})

test("a customer's list of accounts has only their own", async () => {
  const items = async (somebody: Somebody) =>
    (await (await getAccounts(asked(somebody, '/accounts'))).json()).items.length
  expect(await Promise.all([items('owner'), items('stranger'), items('auditor')])).toEqual([
    1, 0, 1,
  ])
})

test.each([
  ['limit=0', 'limit'],
  ['limit=201', 'limit'],
  ['limit=1e2', 'limit'],
  ['limit=', 'limit'],
  ['cursor=', 'cursor'],
  ['cursor=MTIz', 'cursor'],
  ['q=%00', 'q'],
  [`q=${'x'.repeat(201)}`, 'q'],
  ['Q=a', 'Q'],
  ['q=a&q=b', 'q'],
  ['limit=1&offset=2', 'offset'],
])('a list with %j is malformed and says so of %s', async (query, field) => {
  const answer = await getAccounts(asked('teller', `/accounts?${query}`))
  expect(await answer.json()).toMatchObject({ status: 400, field })
})

test.each([
  ['order=up', 'order'],
  ['type=Deposit', 'type'],
  ['from=2026-01-01', 'from'],
  ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'to'],
  ['cursor=0', 'cursor'],
  ['cursor=99999999999', 'cursor'],
  ['offset=1', 'offset'],
  ['account=x', 'account'],
  [`note=${'x'.repeat(5000)}`, 'note'],
])('events with %j are malformed and say so of %s', async (query, field) => {
  const answer = await getEvents(asked('teller', `/accounts/${id}/events?${query}`), params(id))
  expect(await answer.json()).toMatchObject({ status: 400, field })
})

test.each([
  ['asOf=yesterday', 'asOf'],
  ['asOf=2026-02-30T00:00:00Z', 'asOf'],
  ['asOf=2999-01-01T00:00:00Z', 'asOf'],
  ['knownAt=2999-01-01T00:00:00Z', 'knownAt'],
  ['asOf=', 'asOf'],
  ['version=1', 'version'],
  [`asOf=${'x'.repeat(5000)}`, 'asOf'],
])('the bank at %j is malformed and says so of %s', async (query, field) => {
  for (const ask of [getBank, getComparison, getBankAccounts]) {
    const answer = await ask(asked('teller', `/bank?${query}`))
    expect(await answer.json()).toMatchObject({ status: 400, field })
  }
})

test('pages of events are contiguous, in both orders', async () => {
  const { id: long } = await openAccount(PEOPLE.owner)
  const bodies = Array.from({ length: 6 }, () => movement('Deposit', long, '1.00'))
  await postCommands(asked('owner', '/commands', { method: 'POST', body: JSON.stringify(bodies) }))
  for (const order of ['asc', 'desc']) {
    const versions: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = `limit=3&order=${order}${cursor && `&cursor=${cursor}`}`
      const answer = await getEvents(
        asked('owner', `/accounts/${long}/events?${query}`),
        params(long),
      )
      const page: { items: { version: number }[]; nextCursor: string | null } = await answer.json()
      versions.push(...page.items.map(({ version }) => version))
      cursor = page.nextCursor
    }
    const expected = [1, 2, 3, 4, 5, 6, 7]
    expect(versions).toEqual(order === 'asc' ? expected : expected.toReversed())
  }
})

test.each([
  ['cross-site', 'https://elsewhere.example', 403],
  ['same-site', 'http://localhost:4000', 403],
  [null, 'http://localhost:4000', 403],
  [null, 'null', 403],
  ['same-site', null, 403],
  ['cross-site', 'http://localhost:3000', 403],
  ['same-origin', 'null', 403],
  ['same-origin', 'http://localhost:3000', 200],
  [null, 'http://127.0.0.1:3000', 200],
  [null, null, 200],
])('a command from site %s, origin %s is answered %d', async (site, origin, status) => {
  const headers = {
    ...(site === null ? {} : { 'sec-fetch-site': site }),
    ...(origin === null ? {} : { origin }),
  }
  const init = { method: 'POST', headers, body: deposit() }
  expect((await postCommands(asked('teller', '/commands', init))).status).toBe(status)
})

test('an unsupported method is refused, and the supported ones are named', async () => {
  const answer = await refuse(asked('teller', '/commands', { method: 'DELETE' }))
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toBe('OPTIONS, POST')
})

describe('signing in', () => {
  test.each([
    ['a wrong password', PEOPLE.owner.email, 'wrong', 401],
    ['an unknown e-mail', 'nobody@example.com', PASSWORD, 401],
    ['no e-mail', '', PASSWORD, 400],
    ['an e-mail with a NUL', 'a\0@example.com', PASSWORD, 400],
    ['an e-mail that is no text', { $ne: '' }, PASSWORD, 400],
    ['a password of 10,000 characters', PEOPLE.owner.email, 'x'.repeat(10_000), 400],
    ['a password with a NUL', PEOPLE.owner.email, 'a\0b', 401],
  ])('with %s fails', async (_, email, password, status) => {
    const answer = await askToSignIn(email, password)
    expect(answer.status).toBe(status)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  test('from another site fails', async () => {
    const headers = { origin: 'https://elsewhere.example' }
    expect((await askToSignIn(PEOPLE.owner.email, PASSWORD, headers)).status).toBe(403)
  })

  test('too often with a wrong password is rate-limited, even with the right one', async () => {
    const email = PEOPLE.auditor.email
    const statuses = []
    for (let n = 0; n < 11; n++) statuses.push((await askToSignIn(email, 'wrong')).status)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses[10]).toBe(429)
    expect((await askToSignIn(email)).status).toBe(429)
    expect((await askToSignIn(PEOPLE.owner.email)).status).toBe(200)
  })

  test.each(['sign-up/email', 'update-user', 'change-password', 'list-sessions', 'ok', 'error'])(
    '%s is not there',
    async path => {
      const init = { method: 'POST', body: JSON.stringify({ role: 'teller', name: 'x' }) }
      expect((await signIn(asked('owner', `/auth/${path}`, init))).status).toBe(404)
    },
  )

  test('out ends the session for good', async () => {
    const answer = await askToSignIn(PEOPLE.stranger.email)
    const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    const now = async () =>
      (
        await getSession(new Request(`${BASE}/api/auth/get-session`, { headers: { cookie } }))
      ).json()
    expect(await now()).toMatchObject({ user: { role: 'customer' }, session: {} })
    expect(JSON.stringify([await now(), await answer.json()])).not.toContain('token')
    const url = `${BASE}/api/auth/sign-out`
    await signIn(new Request(url, { method: 'POST', headers: { cookie } }))
    expect(await now()).toBeNull()
  })

  test('a role that changes ends the sessions that began with it', async () => {
    await bank().db.execute(`update auth_users set role = 'customer' where id = 'u-teller'`)
    const answer = await getAccount(asked('teller', `/accounts/${id}`), params(id))
    await bank().db.execute(`update auth_users set role = 'teller' where id = 'u-teller'`)
    expect(answer.status).toBe(401)
  })
})
