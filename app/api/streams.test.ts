import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  cookieOf,
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { countVisits, letStaffReadTallies, registerTally } from '@/app/_server/testing/tally'
import { GET as ofAccount } from './accounts/[id]/comparison/route'
import { GET as comparison } from './streams/[id]/comparison/route'
import { GET as event } from './streams/[id]/events/[version]/route'
import { GET as exported } from './streams/[id]/events/export/route'
import { GET as events } from './streams/[id]/events/route'
import { GET as fold } from './streams/[id]/fold/route'
import { GET as live } from './streams/[id]/live/route'

type Somebody = keyof typeof PEOPLE
const cookies = new Map<Somebody, string>()
let close: () => Promise<void>
let id: string
let accountId: string

beforeAll(async () => {
  registerTally()
  letStaffReadTallies()
  close = await openTestBank()
  await letPeopleIn()
  for (const somebody of ['owner', 'teller'] as const) {
    cookies.set(somebody, await cookieOf(somebody))
  }
  id = await countVisits('2', '3')
  accountId = (await openAccount(PEOPLE.owner)).id
})
afterAll(() => close())

const ROUTES: Record<string, [handle: typeof event, query: string]> = {
  '/events': [events, ''],
  '/events/2': [event, ''],
  '/events/export': [exported, '?format=json'],
  '/fold': [fold, '?from=1'],
  '/comparison': [comparison, '?from=v1&to=now'],
  '/live': [live, ''],
}

async function ask(path: string, somebody: Somebody, of = id, query = ROUTES[path]?.[1] ?? '') {
  const gone = new AbortController()
  const headers = { cookie: cookies.get(somebody) ?? '' }
  const url = `http://localhost:3000/api/streams/${of}${path}${query}`
  const request = new Request(url, { headers, signal: gone.signal })
  const handle = ROUTES[path]?.[0]
  const answer = await handle?.(request, { params: Promise.resolve({ id: of, version: '2' }) })
  if (!answer) throw new Error(`There is no route ${path}`)
  const body = path === '/live' ? null : await answer.json()
  gone.abort()
  return { status: answer.status, body }
}

describe.each(Object.keys(ROUTES))('%s', path => {
  test('of a stream of any type is for those whom its access rule permits', async () => {
    expect((await ask(path, 'teller')).status).toBe(200)
    expect((await ask(path, 'owner')).status).toBe(404)
    expect((await ask(path, 'teller', crypto.randomUUID())).status).toBe(404)
  })
})

test('they have the events and the states', async () => {
  expect((await ask('/events', 'teller')).body.items).toMatchObject([
    { version: 3, aggregateType: 'Tally' },
    { version: 2 },
    { version: 1 },
  ])
  expect((await ask('/events/2', 'teller')).body).toMatchObject({ after: { count: '2' } })
  expect((await ask('/events/export', 'teller')).body).toHaveLength(3)
  expect((await ask('/fold', 'teller')).body.items[2]).toMatchObject({ after: { count: '5' } })
  expect((await ask('/comparison', 'teller')).body).toMatchObject({
    currency: null,
    legs: [{ added: 2 }],
  })
})

test('accounts are streams too, for those who may read them', async () => {
  expect((await ask('/events', 'owner', accountId)).body.items).toMatchObject([{ version: 1 }])
  expect((await ask('/live', 'owner', accountId)).status).toBe(200)
})

test('problems use the noun of their address', async () => {
  const { body } = await ask('/fold', 'owner')
  expect(body).toMatchObject({ type: 'urn:daybook:problem:StreamNotFound', status: 404 })
  const query = '?from=v1&to=v9'
  const stream = await ask('/comparison', 'teller', id, query)
  expect(stream.body.detail).toBe('This stream has 3 versions so far.')
  const headers = { cookie: cookies.get('owner') ?? '' }
  const request = new Request(`http://localhost:3000/api/accounts/x/comparison${query}`, {
    headers,
  })
  const account = await ofAccount(request, { params: Promise.resolve({ id: accountId }) })
  expect((await account.json()).detail).toBe('This account has 1 version so far.')
})
