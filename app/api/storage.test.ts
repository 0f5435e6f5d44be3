import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
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
import { GET as account } from './accounts/[id]/route'
import { POST as command } from './commands/route'
import { GET as health } from './health/route'

const BASE = 'http://localhost:3000'

let close: () => Promise<void>
let owner: ReturnType<typeof openOwner>
let cookie: string
let accountId: string

beforeAll(async () => {
  close = await openTestBank()
  owner = openOwner()
  await letPeopleIn()
  cookie = await cookieOf('teller')
  accountId = (await openAccount(PEOPLE.teller)).id
  // A sequence is not rolled back when the statement fails, so it counts the attempts.
  await owner`create sequence attempts`
  await owner`create function fail_by_code() returns trigger security definer language plpgsql as $$
    begin
      perform nextval('public.attempts');
      raise exception 'said the server' using errcode = tg_argv[0];
    end $$`
})
afterAll(async () => {
  await close()
  await owner.end()
})

const { lines, stop } = hearLog()
beforeEach(() => {
  lines.length = 0
})
afterAll(stop)
afterEach(() => owner`drop trigger if exists fails on events`)

/** What the server says, and how a command is refused for it. */
const CAUSES = {
  '53100': ['full', 'StorageFull', /storage is full/, '60'],
  '53200': ['memory', 'OutOfMemory', /out of memory/, '10'],
  '53300': ['connections', 'ConnectionsUsedUp', /All connections .* in use/, '2'],
  '53400': ['limit', 'DatabaseLimit', /more than the bank’s database does/, '10'],
  '58030': ['storage', 'StorageFailed', /storage has failed/, '60'],
  XX001: ['storage', 'StorageFailed', /storage has failed/, '60'],
  '25006': ['read-only', 'DatabaseReadOnly', /read-only/, '30'],
  '08006': ['outage', 'DatabaseUnreachable', /can’t be reached/, '5'],
  '57P01': ['outage', 'DatabaseUnreachable', /can’t be reached/, '5'],
  '57P03': ['outage', 'DatabaseUnreachable', /can’t be reached/, '5'],
  '55P03': ['locked', 'DatabaseLocked', /locked/, '2'],
  '57014': ['slow', 'DatabaseTimeout', /didn’t answer in time/, '5'],
  P0001: ['fault', 'Failure', /failed to carry this out/, '10'],
} as const

test.each(Object.entries(CAUSES))(
  '%s is refused as %j, soon, told by health and log, and read on',
  async (code, [reason, type, sentence, retryAfter]) => {
    await owner.unsafe(`select setval('attempts', 1);
      create trigger fails before insert on events for each statement
        execute function fail_by_code('${code}')`)
    const body = movement('Deposit', accountId, '1.00')
    const refused = await send(body)
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe(retryAfter)
    const problem = await refused.json()
    expect(problem).toMatchObject({ type: `urn:daybook:problem:${type}`, reason })
    expect(problem.detail).toMatch(sentence)
    const many = await send([movement('Deposit', accountId, '1.00')])
    expect((await many.json())[0]).toMatchObject({ reason, status: 503 })
    expect(await attempts()).toBeLessThanOrEqual(7)
    expect((await read()).status).toBe(200)
    const line = lines.map(text => JSON.parse(text)).find(logged => logged.code === code)
    expect(line?.reason).toBe(reason === 'fault' ? undefined : reason)
    const ill = await askHealth()
    expect(ill.status).toBe(reason === 'fault' ? 200 : 503)
    if (reason !== 'fault') expect(await detailOf(ill)).toMatch(sentence)
    await owner`drop trigger fails on events`
    await doneOnce(body)
  },
)

test('a read-only database is reported, and reads still work', async () => {
  const [row] = await owner<{ name: string }[]>`select current_database() as name`
  const setReadOnly = async (value: 'on' | 'off') => {
    await owner.unsafe(`alter database ${row?.name} set default_transaction_read_only = ${value}`)
    await owner`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${row?.name ?? ''} and pid <> pg_backend_pid()`
  }
  await setReadOnly('on')
  // The pool first finds its connections closed.
  await expect.poll(async () => (await read()).status).toBe(200)
  const body = movement('Deposit', accountId, '1.00')
  await expect
    .poll(async () => detailOf(await send(body)), { timeout: 20_000 })
    .toMatch(CAUSES['25006'][2])
  const ill = await askHealth()
  expect(ill.status).toBe(503)
  expect(await detailOf(ill)).toMatch(CAUSES['25006'][2])
  expect((await read()).status).toBe(200)
  await owner.unsafe('set default_transaction_read_only = off')
  await setReadOnly('off')
  await doneOnce(body)
})

test('health trusts failed commands for a while, then probes by itself and leaves no rows', async () => {
  for (const table of ['outbox', 'feed']) {
    await owner.unsafe(`create trigger fails before insert on ${table} for each statement
      execute function fail_by_code('53100')`)
  }
  const body = movement('Deposit', accountId, '1.00')
  expect((await send(body)).status).toBe(503)
  const later = performance.now.bind(performance)
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => later() + 11_000)
  const ill = await askHealth()
  expect(await detailOf(ill)).toMatch(CAUSES['53100'][2])
  for (const table of ['outbox', 'feed']) await owner.unsafe(`drop trigger fails on ${table}`)
  expect((await askHealth()).status).toBe(200)
  const ofNoEvent = await owner`
    select from (select aggregate_id, event_version from outbox
      union all select aggregate_id, event_version from feed) keys
    left join events using (aggregate_id, event_version) where event_id is null`
  expect(ofNoEvent).toHaveLength(0)
  clock.mockRestore()
  await doneOnce(body)
})

test('many failing commands make few lines in the log and few attempts', async () => {
  await owner.unsafe(`select setval('attempts', 1);
    create trigger fails before insert on events for each statement
      execute function fail_by_code('53100')`)
  const bodies = Array.from({ length: 200 }, () => movement('Deposit', accountId, '1.00'))
  for (const body of bodies) expect((await send(body)).status).toBe(503)
  expect(lines.length).toBeLessThan(20)
  expect(await attempts()).toBeLessThan(50)
  await owner`drop trigger fails on events`
  await doneOnce(bodies[0] ?? movement('Deposit', accountId, '1.00'))
})

function send(body: object): Promise<Response> {
  const headers = { cookie, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  return command(new Request(`${BASE}/api/commands`, init))
}

function read(): Promise<Response> {
  const request = new Request(`${BASE}/api/accounts/${accountId}`, { headers: { cookie } })
  return account(request, { params: Promise.resolve({ id: accountId }) })
}

function askHealth(): Promise<Response> {
  return health(new Request(`${BASE}/api/health`))
}

async function detailOf(answer: Response): Promise<string> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  return (await answer.json()).detail
}

async function attempts(): Promise<number> {
  const [row] = await owner<{ last: string }[]>`select last_value as last from attempts`
  return Number(row?.last) - 1
}

/** Retried with its id, a command is stored once, and the bank has recovered. */
async function doneOnce(body: { readonly commandId: string }): Promise<void> {
  await expect.poll(async () => (await send(body)).status, { timeout: 20_000 }).toBe(200)
  expect((await send(body)).status).toBe(200)
  const [row] = await owner<{ count: number }[]>`
    select count(*)::int as count from events where metadata ->> 'commandId' = ${body.commandId}`
  expect(row?.count).toBe(1)
  expect((await askHealth()).status).toBe(200)
  expect((await send(movement('Deposit', randomUUID(), '1.00'))).status).toBe(404)
}
