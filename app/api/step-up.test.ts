import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { change, invite } from '@/app/_server/directory/changes'
import type { Viewer } from '@/app/_server/people/viewer'
import {
  cookieOf,
  letPeopleIn,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
  sendAccepted,
} from '@/app/_server/testing/bank'
import { POST } from './commands/route'
import { POST as postToken } from './tokens/route'

const { teller, admin, owner } = PEOPLE
let close: () => Promise<void>
let sql: ReturnType<typeof openOwner>
const cookies = { teller: '', admin: '', owner: '' }

beforeAll(async () => {
  close = await openTestBank()
  sql = openOwner()
  await letPeopleIn()
  await sql`insert into auth_users (id, name, email, role)
    values ('u-second', 'Second', 'second@example.com', 'teller')`
  for (const name of ['teller', 'admin', 'owner'] as const) cookies[name] = await cookieOf(name)
})
// What was sent before counts for no sum.
beforeEach(() => confirmAll('5 minutes'))
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await sql.end()
  await close()
})

const confirmAll = (ago: string) =>
  sql`update auth_sessions set confirmed_at = now() - ${ago}::interval`

const post = (by: keyof typeof cookies, body: unknown, route = POST) =>
  route(
    new Request('http://localhost:3000/api/commands', {
      method: 'POST',
      headers: { cookie: cookies[by], 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )

/** What is recorded of anything: events, and answers of commands. */
async function recorded(): Promise<unknown> {
  const [row] = await sql`select (select count(*) from events)::int as events,
    (select count(*) from commands)::int as commands, (select count(*) from api_tokens)::int as tokens`
  return row
}

const PROBLEM = {
  type: 'urn:daybook:problem:ConfirmationRequired',
  title: 'Confirmation required',
  status: 403,
  detail: expect.stringMatching(/^Prove again who you are/),
  minutes: 5,
}

async function pair(currency = 'EUR', openingBalance = '900000') {
  const [from, to] = [
    await openAccount(teller, { currency, openingBalance, customerEmail: owner.email }),
    await openAccount(teller, { currency, openingBalance: '0' }),
  ]
  return { type: 'Transfer', accountId: from.id, toAccountId: to.id }
}

test('a large transfer takes a proof; the same command is carried out after it, once', async () => {
  const command = { commandId: randomUUID(), ...(await pair()), amount: '100000.00' }
  const before = await recorded()
  for (const by of ['owner', 'teller'] as const) {
    const answer = await post(by, command)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toEqual(PROBLEM)
  }
  expect(await recorded()).toEqual(before)
  await confirmAll('4 minutes')
  for (const _ of [1, 2]) {
    const done = await post('owner', command)
    expect([done.status, (await done.json()).account.balance]).toEqual([200, '800000.00'])
  }
})

test.each([
  ['EUR', '99999.99', '100000'],
  ['JPY', '9999999', '10000000'],
  ['KWD', '9999.999', '10000.000'],
])('in %s %s needs no proof, and %s does', async (currency, small, large) => {
  const transfer = await pair(currency, currency === 'JPY' ? '90000000' : '900000')
  const send = async (amount: string) =>
    (await post('owner', { commandId: randomUUID(), ...transfer, amount })).status
  expect([await send(small), await send(large)]).toEqual([200, 403])
  vi.stubEnv('DAYBOOK_CONFIRM_FROM', `${currency}:1`)
  expect(await send('1')).toBe(403)
})

test('transfers of a day that are large together take a proof, and start anew after it', async () => {
  const [first, second] = [await pair('GBP'), await pair('GBP')]
  const send = async (amount: string, transfer = first, commandId = randomUUID()) =>
    (await post('owner', { commandId, ...transfer, amount })).status
  const repeated = randomUUID()
  expect(await send('60000', first, repeated)).toBe(200)
  // Sent again it is the same one, also beside others; other people and currencies don't count.
  expect(await send('60000', first, repeated)).toBe(200)
  expect(
    (await post('teller', { commandId: randomUUID(), ...first, amount: '50000' })).status,
  ).toBe(200)
  expect(await send('50000', await pair('USD'))).toBe(200)
  // From another account of the same person.
  expect(await send('39999.99', second)).toBe(200)
  const before = await recorded()
  expect(await send('0.01')).toBe(403)
  expect(await recorded()).toEqual(before)
  vi.stubEnv('DAYBOOK_CONFIRM_DAY_FROM', 'GBP:200000')
  expect(await send('0.01')).toBe(200)
  vi.unstubAllEnvs()
  await confirmAll('4 minutes')
  expect(await send('50000')).toBe(200)
  await confirmAll('5 minutes')
  expect(await send('99999.98')).toBe(200)
  expect(await send('0.02')).toBe(403)
})

test('many transfers at once, side by side or in an array, are no way around', async () => {
  const transfer = await pair('CHF')
  const one = () => ({ commandId: randomUUID(), ...transfer, amount: '40000' })
  const expected = [200, 200, 403, 403]
  const answers = await Promise.all([1, 2, 3, 4].map(() => post('owner', one())))
  expect(answers.map(({ status }) => status).toSorted()).toEqual(expected)
  const other = await pair('SEK')
  const array = await post(
    'owner',
    [1, 2, 3, 4].map(() => ({ ...one(), ...other })),
  )
  const told: { status: number }[] = await array.json()
  expect(told.map(({ status }) => status)).toEqual(expected)
})

test('each command of an array has its own answer', async () => {
  const transfer = await pair()
  const { accountId } = transfer
  const one = (fields: object) => ({ commandId: randomUUID(), ...fields })
  const answer = await post('teller', [
    one({ ...transfer, amount: '1' }),
    one({ ...transfer, amount: '200000' }),
    one({ type: 'SetLimits', accountId, perDay: '5' }),
    one({ type: 'SetOverdraftLimit', accountId, limit: '5' }),
    one({ ...transfer, amount: '1,5' }),
    one({ ...transfer, accountId: randomUUID(), amount: '200000' }),
    one({ type: 'Deposit', accountId, amount: '200000' }),
  ])
  const told: { status: number; type?: string }[] = await answer.json()
  expect(told.map(({ status }) => status)).toEqual([200, 403, 403, 403, 400, 403, 200])
  expect(told[2]).toEqual(PROBLEM)
})

test('limits take a proof of people, and none of programs', async () => {
  const { id } = await openAccount(teller)
  const command = { type: 'SetOverdraftLimit', limit: '5' } as const
  const body = { commandId: randomUUID(), accountId: id, ...command }
  expect((await post('admin', body)).status).toBe(403)
  const scopes = ['commands:write'] as const
  const { confirmedAt: _, ...its } = teller
  const program: Viewer = { ...its, kind: 'service', bounds: { scopes, accountIds: null } }
  expect((await dispatch(program, body)).outcome).toBe('accepted')
})

test('a large approval takes a proof, and stays open without one; a rejection takes none', async () => {
  const { id } = await openAccount(teller)
  await sendAccepted(teller, id, { type: 'Deposit', amount: '100000' })
  const asked = await dispatch(teller, {
    ...{ commandId: randomUUID(), accountId: id },
    ...{ type: 'ReverseEntry', version: 2, reason: 'Paid twice' },
  })
  const approvalId = asked.outcome === 'requested' ? asked.approvalId : ''
  const second: Viewer = { ...teller, userId: 'u-second', name: 'Second', confirmedAt: new Date(0) }
  const approve = { commandId: randomUUID(), type: 'ApproveRequest', approvalId }
  const before = await recorded()
  expect(await dispatch(second, approve)).toEqual({ outcome: 'refused', problem: PROBLEM })
  expect(await recorded()).toEqual(before)
  const proved = { ...second, confirmedAt: new Date() }
  expect(await dispatch(proved, approve)).toMatchObject({ approval: { status: 'carried-out' } })
  const withdraw = { commandId: randomUUID(), type: 'RejectRequest', approvalId, reason: 'Late' }
  expect(await dispatch(second, withdraw)).toMatchObject({ problem: { status: 409 } })
})

test('people and tokens take a proof; sessions are ended without one', async () => {
  const unproved: Viewer = { ...admin, confirmedAt: new Date(0) }
  const before = await recorded()
  const to = (type: 'disable' | 'enable' | 'reset' | 'end-sessions') =>
    change(unproved, owner.userId, { type }, randomUUID())
  for (const answer of [
    await change(unproved, owner.userId, { type: 'role', role: 'admin' }, randomUUID()),
    await to('disable'),
    await to('enable'),
    await to('reset'),
    await invite(unproved, { role: 'admin', name: 'Eve', email: 'eve@example.com' }, randomUUID()),
  ]) {
    expect(answer).toEqual(PROBLEM)
  }
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const token = { name: 'Reports', role: 'auditor', scopes: ['accounts:read'], expiresAt }
  expect(await (await post('admin', token, postToken)).json()).toEqual(PROBLEM)
  expect(await recorded()).toEqual(before)
  expect(await to('end-sessions')).toMatchObject({ personId: owner.userId })
})
