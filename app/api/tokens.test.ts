import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank } from '@/app/_server/process/bank'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import type { NewTokenJson, TokenJson } from '@/app/_wire/tokens'
import { GET as getTimeline } from './accounts/[id]/events/route'
import { GET as getAccount } from './accounts/[id]/route'
import { GET as getAccounts } from './accounts/route'
import { GET as getBank } from './bank/route'
import { POST as postCommands } from './commands/route'
import { GET as getBankStream } from './events/live/route'
import { GET as getBankEvents } from './events/route'
import { GET as getPayee } from './payees/route'
import { GET as search } from './search/route'
import { DELETE as deleteToken } from './tokens/[id]/route'
import { GET as getTokens, POST as postTokens } from './tokens/route'

const BASE = 'http://localhost:3000/api'
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString()
const ALL = ['accounts:read', 'events:read', 'search:read', 'payees:read', 'bank:read'] as const
let close: () => Promise<void>
let admin: string
let owner: ReturnType<typeof openOwner>
let mine: string
let other: string

beforeAll(async () => {
  close = await openTestBank()
  owner = openOwner()
  await letPeopleIn()
  mine = (await openAccount(PEOPLE.teller)).id
  other = (await openAccount(PEOPLE.teller)).id
  admin = await cookieOf('admin')
})
afterAll(async () => {
  await owner.end()
  await close()
})

const by = (headers: Record<string, string>, path: string, init: RequestInit = {}) =>
  new Request(BASE + path, {
    ...init,
    headers: { ...headers, ...(init.body ? { 'content-type': 'application/json' } : {}) },
  })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const context = (id: string) => ({ params: Promise.resolve({ id }) })
const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

async function ask(body: object, cookie = admin): Promise<Response> {
  return postTokens(by({ cookie }, '/tokens', post(body)))
}

async function make(fields: object = {}): Promise<NewTokenJson> {
  const asked = { name: 'Reports', role: 'teller', scopes: [...ALL], expiresAt: TOMORROW }
  const answer = await ask({ ...asked, ...fields })
  expect(answer.status).toBe(201)
  return answer.json()
}

const revoke = (id: string) => deleteToken(by({ cookie: admin }, `/tokens/${id}`), context(id))
const list = async (): Promise<TokenJson[]> =>
  (await (await getTokens(by({ cookie: admin }, '/tokens'))).json()).items

test('only its making answers with a token, of which only the hash is stored', async () => {
  const { token, ...made } = await make({ name: '  Reports\u00a0of May ' })
  expect(token).toMatch(/^daybook_[\w-]{43}$/)
  expect(made).toMatchObject({ name: 'Reports of May', role: 'teller', revokedAt: null })
  expect(made.createdBy).toEqual({ id: PEOPLE.admin.userId, name: PEOPLE.admin.name })
  expect((await list()).find(({ id }) => id === made.id)).toEqual(made)
  const [row] = await owner`select * from api_tokens where id = ${made.id}`
  expect(row?.hash).toBe(createHash('sha256').update(token).digest('hex'))
  expect(JSON.stringify(row)).not.toContain(token.slice(0, -5))
})

test.each([
  [{ name: ' ' }, 'name'],
  [{ name: 'x'.repeat(61) }, 'name'],
  [{ role: 'customer' }, 'role'],
  [{ scopes: [] }, 'scopes'],
  [{ scopes: ['everything'] }, 'scopes'],
  [{ role: 'admin', scopes: ['commands:write'] }, 'scopes'],
  [{ role: 'auditor', scopes: ['commands:write'] }, 'scopes'],
  [{ accountIds: [] }, 'accountIds'],
  [{ accountIds: ['1'] }, 'accountIds'],
  [{ accountIds: [crypto.randomUUID()] }, 'accountIds'],
  [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  [{ expiresAt: '2999-01-01T00:00:00Z' }, 'expiresAt'],
  [{ expiresAt: 'tomorrow' }, 'expiresAt'],
  [{ expiresAt: undefined }, 'expiresAt'],
  [{ forever: true }, 'forever'],
])('a token with %j is refused, and says so of %s', async (fields, field) => {
  const asked = { name: 'Reports', role: 'teller', scopes: [...ALL], expiresAt: TOMORROW }
  const problem = await (await ask({ ...asked, ...fields })).json()
  expect(problem.field).toBe(field)
  expect([400, 422]).toContain(problem.status)
})

test('only administrators make, list and revoke tokens, and no token does', async () => {
  const { id, token } = await make({ role: 'admin' })
  for (const somebody of ['owner', 'teller', 'auditor'] as const) {
    const cookie = await cookieOf(somebody)
    expect((await ask({}, cookie)).status).toBe(403)
    expect((await getTokens(by({ cookie }, '/tokens'))).status).toBe(403)
    expect((await deleteToken(by({ cookie }, `/tokens/${id}`), context(id))).status).toBe(403)
  }
  expect((await getTokens(by(bearer(token), '/tokens'))).status).toBe(403)
  expect((await getTokens(by({}, '/tokens'))).status).toBe(401)
})

test('a request with a token is judged by it alone; other schemes are ignored', async () => {
  const { token } = await make()
  const cookie = await cookieOf('teller')
  const status = async (headers: Record<string, string>) =>
    (await getAccounts(by(headers, '/accounts'))).status
  expect(await status(bearer(token))).toBe(200)
  expect(await status({ authorization: `bearer  ${token}` })).toBe(200)
  expect(await status({ ...bearer(`${token}x`), cookie })).toBe(401)
  expect(await status({ authorization: 'Bearer', cookie })).toBe(401)
  expect(await status({ authorization: `Basic ${token}`, cookie })).toBe(200)
  expect(await status({ authorization: `Basic ${token}` })).toBe(401)
  const { hash } = (await owner`select hash from api_tokens limit 1`)[0] ?? {}
  expect(await status(bearer(String(hash)))).toBe(401)
})

test('an expired or revoked token is answered with 401 and how to authenticate', async () => {
  const [expired, revoked] = [await make(), await make()]
  await owner`update api_tokens set expires_at = now() where id = ${expired.id}`
  expect((await revoke(revoked.id)).status).toBe(204)
  expect((await revoke(revoked.id)).status).toBe(204)
  expect((await revoke(crypto.randomUUID())).status).toBe(404)
  expect((await revoke('x')).status).toBe(404)
  for (const { token } of [expired, revoked]) {
    const answer = await getAccounts(by(bearer(token), '/accounts'))
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="daybook", error="invalid_token"',
    )
  }
})

test('a token is made only by somebody who proved lately who they are', async () => {
  await owner`update auth_sessions set confirmed_at = now() - interval '6 minutes'`
  const asked = { name: 'Reports', role: 'teller', scopes: [...ALL], expiresAt: TOMORROW }
  const refused = await ask(asked)
  expect(refused.status).toBe(403)
  expect((await refused.json()).type).toBe('urn:daybook:problem:ConfirmationRequired')
  expect((await getTokens(by({ cookie: admin }, '/tokens'))).status).toBe(200)
  await owner`update auth_sessions set confirmed_at = now()`
  expect((await ask(asked)).status).toBe(201)
})

const READS: readonly (readonly [scope: string, read: (token: string) => Promise<Response>])[] = [
  ['accounts:read', token => getAccounts(by(bearer(token), '/accounts'))],
  ['accounts:read', token => getAccount(by(bearer(token), `/accounts/${mine}`), context(mine))],
  [
    'events:read',
    token => getTimeline(by(bearer(token), `/accounts/${mine}/events`), context(mine)),
  ],
  ['events:read', token => getBankEvents(by(bearer(token), '/events'))],
  ['bank:read', token => getBank(by(bearer(token), '/bank'))],
  ['search:read', token => search(by(bearer(token), '/search?q=x'))],
  ['payees:read', token => getPayee(by(bearer(token), '/payees?number=x'))],
  [
    'commands:write',
    token => postCommands(by(bearer(token), '/commands', post(movement('Deposit', mine, '1.00')))),
  ],
]

test('each door needs its scope', async () => {
  for (const [scope, read] of READS) {
    const [has, lacks] = [
      await make({ scopes: [scope] }),
      await make({ scopes: [...ALL, 'commands:write'].filter(one => one !== scope) }),
    ]
    expect([200, 400]).toContain((await read(has.token)).status)
    const refused = await read(lacks.token)
    expect(refused.status, scope).toBe(403)
    expect(refused.headers.get('www-authenticate')).toContain(`scope="${scope}"`)
    expect((await refused.json()).detail).toContain(scope)
  }
})

describe('a token for some accounts', () => {
  let token: string
  const send = (body: object) => postCommands(by(bearer(token), '/commands', post(body)))
  beforeAll(async () => {
    token = (await make({ accountIds: [mine], scopes: [...ALL, 'commands:write'] })).token
  })

  test('reads these, and all others are unknown to it', async () => {
    const read = async (id: string) =>
      (await getAccount(by(bearer(token), `/accounts/${id}`), context(id))).status
    expect(await Promise.all([mine, other, crypto.randomUUID()].map(read))).toEqual([200, 404, 404])
    const { items } = await (await getAccounts(by(bearer(token), '/accounts'))).json()
    expect(items.map(({ id }: { id: string }) => id)).toEqual([mine])
    const found = await (await search(by(bearer(token), '/search?q=Jana'))).json()
    expect(JSON.stringify(found)).toContain(mine)
    expect(JSON.stringify(found)).not.toContain(other)
    const events = await getTimeline(by(bearer(token), `/accounts/${other}/events`), context(other))
    expect(events.status).toBe(404)
  })

  test('sees nothing of the whole bank', async () => {
    expect((await getBank(by(bearer(token), '/bank'))).status).toBe(403)
    expect((await getBankEvents(by(bearer(token), '/events'))).status).toBe(403)
    expect((await getBankStream(by(bearer(token), '/events/live'))).status).toBe(403)
  })

  test('moves money on these only, and opens none', async () => {
    const commandId = crypto.randomUUID()
    expect((await send(movement('Deposit', mine, '2.00'))).status).toBe(200)
    expect((await send(movement('Deposit', other, '2.00'))).status).toBe(404)
    const opening = { commandId, type: 'CreateAccount', owner: 'Ada', currency: 'EUR' }
    expect((await send(opening)).status).toBe(403)
    const paid = {
      commandId,
      type: 'Transfer',
      accountId: mine,
      toAccountId: other,
      amount: '1.00',
    }
    const transfer = await (await send(paid)).json()
    const { version } = transfer.events[0]
    const reversal = { commandId: crypto.randomUUID(), type: 'ReverseEntry', accountId: mine }
    expect((await send({ ...reversal, version, reason: 'Wrong payee' })).status).toBe(404)
  })
})

test('the actor of an event is the service', async () => {
  const { id, token } = await make({ name: 'Payroll', scopes: ['commands:write'] })
  const body = post(movement('Deposit', mine, '3.00'))
  const { events } = await (await postCommands(by(bearer(token), '/commands', body))).json()
  expect(events[0].actor).toEqual({ id, name: 'Payroll', role: 'teller' })
})

test('no rule about origins applies to a token', async () => {
  const { token } = await make({ scopes: ['commands:write'] })
  const headers = { ...bearer(token), origin: 'https://elsewhere.example' }
  const body = post(movement('Deposit', mine, '4.00'))
  expect((await postCommands(by(headers, '/commands', body))).status).toBe(200)
})

describe('an open stream ends when its token', () => {
  const ENDS: Record<string, (id: string) => Promise<unknown>> = {
    'is revoked': revoke,
    'is revoked by another process': id =>
      owner`update api_tokens set revoked_at = now() where id = ${id}`,
    'has expired': id => owner`update api_tokens set expires_at = now() where id = ${id}`,
  }
  test.each(Object.entries(ENDS))('%s, and no other', async (_, end) => {
    const [ends, stays] = [await make(), await make()]
    const leave = new AbortController()
    const open = ({ token }: NewTokenJson) =>
      getBankStream(by(bearer(token), '/events/live', { signal: leave.signal }))
    const [stream, other] = [await open(ends), await open(stays)]
    const reader = other.body?.getReader()
    await reader?.read()
    await end(ends.id)
    for await (const _part of stream.body ?? []);
    const next = reader?.read()
    await openAccount(PEOPLE.teller)
    expect((await next)?.done).toBe(false)
    leave.abort()
  })
})

test('the last use is shown, and the access log has the making, the use and the end', async () => {
  const { id, token } = await make()
  expect((await list()).find(one => one.id === id)?.lastUsedAt).toBeNull()
  for (let n = 0; n < 3; n++) await getAccounts(by(bearer(token), '/accounts'))
  await expect
    .poll(async () => (await list()).find(one => one.id === id)?.lastUsedAt)
    .not.toBeNull()
  await revoke(id)
  await bank().access.stop()
  const entries = await owner`
    select kind, actor_kind, actor_id from access_log where subject = ${id} order by id`
  expect(entries.map(({ kind }) => kind)).toEqual(['token-made', 'token-used', 'token-revoked'])
  expect(entries[1]).toMatchObject({ actor_kind: 'service', actor_id: id })
  expect(entries[0]).toMatchObject({ actor_kind: 'person', actor_id: PEOPLE.admin.userId })
})
