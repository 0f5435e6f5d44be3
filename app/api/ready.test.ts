import { tmpdir } from 'node:os'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { CHECKS } from '@/app/_server/health/checks'
import { forgetFindings } from '@/app/_server/health/readiness'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { hearLog } from '@/app/_server/testing/log-lines'
import { POST as command } from './commands/route'
import { GET as live } from './health/live/route'
import { GET as ready } from './health/ready/route'

const BASE = 'http://localhost:3000'

let close: () => Promise<void>
let owner: ReturnType<typeof openOwner>
let cookie: string
let accountId: string

beforeAll(async () => {
  hearLog()
  close = await openTestBank()
  owner = openOwner()
  await letPeopleIn()
  cookie = await cookieOf('teller')
  accountId = (await openAccount(PEOPLE.teller)).id
})
afterAll(async () => {
  await close()
  await owner.end()
})
afterEach(() => {
  vi.unstubAllEnvs()
  forgetFindings()
})

test('a bank that works is live and ready, and tells the names of the checks only', async () => {
  const answer = await ask()
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const checks = Object.fromEntries(CHECKS.map(name => [name, 'ok']))
  expect(await answer.json()).toEqual({ status: 'ready', checks })
  expect((await live(new Request(`${BASE}/api/health/live`))).status).toBe(200)
})

test('a locked table is not readable, and others who ask wait for the same answer', async () => {
  const watcher = openOwner()
  await owner.begin(async tx => {
    await tx`lock table accounts in access exclusive mode`
    const asked = Array.from({ length: 50 }, ask)
    await expect.poll(() => waiting(watcher), { interval: 20 }).toBe(1)
    for (const answer of await Promise.all(asked)) {
      expect(answer.status).toBe(503)
      expect((await answer.json()).failing).toEqual(['readable'])
    }
    expect(await waiting(watcher)).toBeLessThanOrEqual(1)
  })
  await watcher.end()
  await expect.poll(failing).toEqual([])
})

test('a full disk is told by what commands met, and by the space that is left', async () => {
  await owner`create function fill_up() returns trigger security definer language plpgsql as $$
    begin raise exception 'No space left on device' using errcode = '53100'; end $$`
  await owner`create trigger fails before insert on events for each statement
    execute function fill_up()`
  const body = movement('Deposit', accountId, '1.00')
  expect((await send(body)).status).toBe(503)
  expect(await failing()).toEqual(['writable', 'disk'])
  await owner`drop trigger fails on events`
  await expect.poll(async () => (await send(body)).status).toBe(200)
  expect(await failing()).toEqual([])

  vi.stubEnv('DAYBOOK_DISK_FOLDER', tmpdir())
  expect(await failing()).toEqual([])
  vi.stubEnv('DAYBOOK_DISK_FREE_MIB', '9999999')
  expect(await failing()).toEqual(['disk'])
  vi.stubEnv('DAYBOOK_DISK_FOLDER', '/nowhere')
  expect(await failing()).toEqual(['disk'])
})

test('a migration of this version that is missing fails, one of a newer version does not', async () => {
  const [newest] = await owner<{ id: number; hash: string; created_at: string }[]>`
    delete from drizzle.__drizzle_migrations
    where created_at = (select max(created_at) from drizzle.__drizzle_migrations) returning *`
  if (!newest) throw new Error('There are no migrations')
  expect(await failing()).toEqual(['migrations'])
  const { hash, created_at: at } = newest
  await owner`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${at})`
  expect(await failing()).toEqual([])
  await owner`insert into drizzle.__drizzle_migrations (hash, created_at)
    values ('newer', ${String(Number(at) + 1)})`
  expect(await failing()).toEqual([])
})

test('a feed that stands still fails after half a minute, and recovers when it moves', async () => {
  const real = performance.now.bind(performance)
  await owner.begin(async tx => {
    await tx`select from sequencer for update`
    expect((await send(movement('Deposit', accountId, '1.00'))).status).toBe(200)
    expect((await ask()).status).toBe(200)
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + 31_000)
    const answer = await ask()
    expect((await answer.json()).failing).toEqual(['feed'])
    clock.mockRestore()
  })
  await expect.poll(failing).toEqual([])
})

test('a checkpoint beyond the feed fails at once', async () => {
  await owner`update subscriptions set position = position + 1000000 where name = 'ledger'`
  expect(await failing()).toEqual(['feed'])
  await owner`update subscriptions set position = position - 1000000 where name = 'ledger'`
  expect(await failing()).toEqual([])
})

test('a clock that is ahead of the database’s fails; behind the log alone it warns', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7_200_000 })
  expect(await failing()).toEqual(['clock'])
  const answer = await dispatch(PEOPLE.teller, movement('Deposit', accountId, '1.00'))
  expect(answer.outcome).toBe('accepted')
  vi.useRealTimers()
  forgetFindings()
  const corrected = await ask()
  expect(corrected.status).toBe(200)
  expect((await corrected.json()).checks).toMatchObject({ clock: 'warning', database: 'ok' })
})

function ask(): Promise<Response> {
  return ready(new Request(`${BASE}/api/health/ready`))
}

/** The failing checks, asked anew. */
async function failing(): Promise<readonly string[]> {
  forgetFindings()
  const { failing: names = [] } = await (await ask()).json()
  return names
}

/** How many sessions wait for the locked table. */
async function waiting(sql: typeof owner): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query ~ 'auth_sessions'`
  return row?.count ?? 0
}

function send(body: object): Promise<Response> {
  const headers = { cookie, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  return command(new Request(`${BASE}/api/commands`, init))
}
