import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { viewerOf } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { withDeadline } from '@/app/_server/process/deadlines'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  PASSWORD,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { openHungBank } from '@/app/_server/testing/hung-bank'
import { hearLog } from '@/app/_server/testing/log-lines'
import { GET as live } from './accounts/[id]/live/route'
import { GET as account } from './accounts/[id]/route'
import { GET as accounts } from './accounts/route'
import { POST as auth } from './auth/[...all]/route'
import { GET as totals } from './bank/route'
import { POST as command } from './commands/route'
import { GET as exported } from './events/export/route'
import { GET as timeline } from './events/route'
import { GET as health } from './health/route'

const BASE = 'http://localhost:3000'
const WRITERS = 20

let hung: Awaited<ReturnType<typeof openHungBank>>
let cookie: string
let accountId: string

beforeAll(async () => {
  hearLog()
  hung = await openHungBank()
  await letPeopleIn()
  cookie = await cookieOf('teller')
  accountId = (await openAccount(PEOPLE.teller)).id
})
afterAll(() => hung.close())

/** Every kind of read, by name. */
const READS: Readonly<Record<string, () => Promise<Response>>> = {
  account: () => account(get(`/api/accounts/${accountId}`), { params: ofAccount() }),
  list: () => accounts(get('/api/accounts')),
  timeline: () => timeline(get('/api/events')),
  totals: () => totals(get('/api/bank')),
  live: () => live(get(`/api/accounts/${accountId}/live`), { params: ofAccount() }),
  export: () => exported(get('/api/events/export?format=csv')),
  'sign-in': signIn,
  health: () => health(get('/api/health')),
}

describe('while the database is stopped', () => {
  test('everything is answered with 503, and after it resumes nothing is lost or stored twice', async () => {
    await statusesOf(READS) // opens connections, which then stop answering
    const before = await stored()
    const bodies = Array.from({ length: WRITERS }, () => movement('Deposit', accountId, '1.00'))
    const first = Promise.all(bodies.map(send))
    const goOn = hung.freeze()
    try {
      const again = bodies.map(body => withDeadline(1_500, () => send(body)))
      const statuses = await statusesOf(READS)
      expect(statuses).toEqual(allOf(503))
      for (const answer of await Promise.all(again)) expect(answer.status).toBe(503)
      // Both share one look-up of the session; the second is not bound by the deadline of the
      // first.
      const [patient, hasty] = [3_000, 300].map(ms =>
        withDeadline(ms, () => viewerOf(new Headers({ cookie }))).catch(() => ms),
      )
      expect(await Promise.race([patient, hasty])).toBe(300)
      // Requests sent before it was stopped may have been served.
      for (const answer of await first) expect([200, 503]).toContain(answer.status)
    } finally {
      goOn()
    }
    await allWell()
    for (const body of bodies) {
      await expect.poll(async () => (await send(body)).status, { timeout: 20_000 }).toBe(200)
    }
    expect(await stored()).toBe(before + WRITERS)
  })
})

describe.each([
  ['events', 'timeline'],
  ['accounts', 'list'],
  ['auth_sessions', 'account'],
] as const)('while %s is locked', (table, reading) => {
  test('everything that needs it is answered with 503, and recovers after', async () => {
    const before = await stored()
    const body = movement('Deposit', accountId, '1.00')
    await hung.whileLocked(table, async () => {
      const statuses = statusesOf(READS)
      expect((await withDeadline(2_000, () => send(body))).status).toBe(503)
      expect((await statuses)[reading]).toBe(503)
      expect(await digestOf(table)).toMatch(/locked a part of the bank’s database/)
      for (const status of Object.values(await statuses)) expect([200, 503]).toContain(status)
    })
    await allWell()
    await expect.poll(async () => (await send(body)).status, { timeout: 20_000 }).toBe(200)
    expect(await stored()).toBe(before + 1)
  })
})

async function statusesOf(asked: typeof READS): Promise<Record<string, number>> {
  const entries = Object.entries(asked).map(async ([name, ask]) => {
    const answer = await ask()
    await answer.body?.cancel()
    return [name, answer.status] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** What Next.js tells a page of an error that reading a table ends with. */
async function digestOf(table: string): Promise<unknown> {
  // Awaited inside, because a query of Drizzle starts with that.
  const read = async () => await bank().db.execute(`select from ${table}`)
  const error = await withDeadline(4_000, read).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof Error && 'digest' in error ? error.digest : error
}

async function allWell(): Promise<void> {
  await expect.poll(() => statusesOf(READS), { timeout: 30_000 }).toEqual(allOf(200))
}

function allOf(status: number): Record<string, number> {
  return Object.fromEntries(Object.keys(READS).map(name => [name, status]))
}

/** The number of the account's events; a command is never stored twice. */
async function stored(): Promise<number> {
  const [row] = await hung.owner<{ all: number; distinct: number }[]>`
    select count(*)::int as all, count(distinct metadata ->> 'commandId')::int as distinct
    from events where aggregate_id = ${accountId}`
  expect(row?.distinct).toBe(row?.all)
  return row?.all ?? 0
}

function send(body: object): Promise<Response> {
  return command(post('/api/commands', body))
}

/** In another browser than the teller's: signing in ends the session of the same. */
function signIn(): Promise<Response> {
  const person = PEOPLE.owner
  const request = post('/api/auth/sign-in/email', { email: person.email, password: PASSWORD })
  request.headers.delete('cookie')
  return auth(request)
}

function get(path: string): Request {
  return new Request(BASE + path, { headers: { cookie } })
}

function post(path: string, body: object): Request {
  const headers = { cookie, 'content-type': 'application/json' }
  return new Request(BASE + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

function ofAccount() {
  return Promise.resolve({ id: accountId })
}
