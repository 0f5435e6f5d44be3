import { randomUUID } from 'node:crypto'
import { request as sendRequest } from 'node:http'
import { type APIRequestContext, expect, problemOf, test } from '../bank'
import { sessionOf } from '../people'

test.use({ storageState: sessionOf('teller') })

test('Ten concurrent copies of a command make one event and ten equal answers', async ({
  bank,
}) => {
  const { account } = await bank.open({ openingBalance: '10.00' })
  const body = {
    commandId: randomUUID(),
    type: 'Deposit',
    accountId: account.id,
    amount: '5.00',
    note: 'once',
  }
  const responses = await Promise.all(Array.from({ length: 10 }, () => bank.command(body)))
  const answers = await Promise.all(responses.map(response => response.json()))
  expect(responses.map(response => response.status())).toEqual(Array(10).fill(200))
  expect(answers).toEqual(Array(10).fill(answers[0]))
  expect((await bank.events(account.id)).map(event => event.type)).toEqual([
    'AccountCreated',
    'MoneyDeposited',
  ])
  expect((await bank.account(account.id)).balance).toBe('15.00')
})

test('An account opened ten times at once under one command id is one account', async ({
  bank,
  request,
}) => {
  const owner = `Once ${randomUUID()}`
  const body = { commandId: randomUUID(), type: 'CreateAccount', owner, currency: 'EUR' }
  const responses = await Promise.all(Array.from({ length: 10 }, () => bank.command(body)))
  const answers = await Promise.all(responses.map(response => response.json()))
  expect(answers).toEqual(Array(10).fill(answers[0]))
  const found = await request.get(`/api/accounts?q=${encodeURIComponent(owner)}`)
  expect((await found.json()).items).toHaveLength(1)
})

test('A command retried much later gets its first answer', async ({ bank }) => {
  const { account } = await bank.open()
  const body = { commandId: randomUUID(), type: 'Deposit', accountId: account.id, amount: '5.00' }
  const first = await (await bank.command(body)).json()
  await bank.deposit(account.id, '1.00')
  expect(await (await bank.command(body)).json()).toEqual(first)
})

test('A refused command is refused again on retry, even if it would succeed now', async ({
  bank,
}) => {
  const { account } = await bank.open()
  const body = { commandId: randomUUID(), type: 'Withdraw', accountId: account.id, amount: '5.00' }
  const first = await problemOf(await bank.command(body))
  await bank.deposit(account.id, '10.00')
  expect(await problemOf(await bank.command(body))).toEqual(first)
  expect((await bank.account(account.id)).balance).toBe('10.00')
})

test("Callers that disconnect before the answer don't affect others, and may retry", async ({
  bank,
  request,
  baseURL,
}) => {
  const { account } = await bank.open()
  const deposit = () => ({
    commandId: randomUUID(),
    type: 'Deposit',
    accountId: account.id,
    amount: '1.00',
  })
  const [halves, wholes, stays] = [
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3],
  ].map(of => of.map(deposit))
  const cookie = await cookieOf(request)
  const leavers = [
    ...(halves ?? []).map(body => leave(baseURL ?? '', cookie, body, 0.5)),
    ...(wholes ?? []).map(body => leave(baseURL ?? '', cookie, body, 1)),
  ]
  const responses = await Promise.all((stays ?? []).map(body => bank.command(body)))
  expect(responses.map(response => response.status())).toEqual([200, 200, 200])
  await Promise.all(leavers)
  for (const body of [...(halves ?? []), ...(wholes ?? [])]) {
    expect((await bank.command(body)).status()).toBe(200)
  }
  expect((await bank.account(account.id)).balance).toBe('9.00')
  expect(await bank.events(account.id)).toHaveLength(10)
})

async function cookieOf(request: APIRequestContext): Promise<string> {
  const { cookies } = await request.storageState()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** Sends part of a command and disconnects before any answer. */
async function leave(baseURL: string, cookie: string, body: object, share: number): Promise<void> {
  const text = JSON.stringify(body)
  const headers = { cookie, 'content-type': 'application/json', 'content-length': text.length }
  const sent = sendRequest(`${baseURL}/api/commands`, { method: 'POST', headers })
  sent.on('error', () => {})
  await new Promise(resolve => sent.write(text.slice(0, text.length * share), resolve))
  await new Promise(resolve => sent.once('close', resolve).destroy())
}

test('A command id reused with another body is a conflict', async ({ bank }) => {
  const { account } = await bank.open()
  const other = await bank.open()
  const body = { commandId: randomUUID(), type: 'Deposit', accountId: account.id, amount: '5.00' }
  expect((await bank.command(body)).status()).toBe(200)
  for (const change of [
    { amount: '6.00' },
    { note: 'another' },
    { type: 'Withdraw' },
    { accountId: other.accountId },
  ]) {
    const response = await bank.command({ ...body, ...change })
    expect((await problemOf(response)).status, JSON.stringify(change)).toBe(409)
  }
  expect((await bank.account(account.id)).balance).toBe('5.00')
  expect((await bank.account(other.accountId)).balance).toBe('0.00')
})

test('A list of commands is answered in order, each with its own outcome', async ({ bank }) => {
  const { account } = await bank.open()
  const command = (type: string, amount: string, more: object = {}) => ({
    commandId: randomUUID(),
    type,
    accountId: account.id,
    amount,
    ...more,
  })
  const repeated = command('Deposit', '2.00')
  const response = await bank.command([
    command('Deposit', '100.00'),
    command('Withdraw', '1000.00'),
    command('Withdraw', '30.50'),
    command('Deposit', '1.00', { accountId: randomUUID() }),
    { nonsense: true },
    repeated,
    repeated,
    { ...repeated, amount: '3.00' },
    command('Deposit', '1.00'),
  ])
  expect(response.status()).toBe(200)
  const answers: { status: number; version?: number; account?: { balance: string } }[] =
    await response.json()
  expect(answers.map(answer => answer.status)).toEqual([
    200, 422, 200, 404, 400, 200, 200, 409, 200,
  ])
  expect(answers.map(answer => answer.version ?? null)).toEqual([
    2,
    null,
    3,
    null,
    null,
    4,
    4,
    null,
    5,
  ])
  expect(answers[6]).toEqual(answers[5])
  expect((await bank.account(account.id)).balance).toBe('72.50')
})

test('A thousand commands in one list are a thousand events, in order', async ({ bank }) => {
  const { account } = await bank.open()
  const bodies = Array.from({ length: 1_000 }, (_, index) => ({
    commandId: randomUUID(),
    type: 'Deposit',
    accountId: account.id,
    amount: '1.00',
    note: String(index),
  }))
  const answers: { status: number; version: number }[] = await (await bank.command(bodies)).json()
  expect(answers.map(answer => answer.version)).toEqual(bodies.map((_, index) => index + 2))
  expect((await bank.account(account.id)).balance).toBe('1000.00')

  const notes = (await bank.events(account.id)).map(event => event.data.note)
  expect(notes.slice(1)).toEqual(bodies.map(body => body.note))
})

test('Commands racing on one account never overdraw it', async ({ bank }) => {
  const { account } = await bank.open({ openingBalance: '10.00' })
  const responses = await Promise.all(
    Array.from({ length: 20 }, () =>
      bank.command({
        commandId: randomUUID(),
        type: 'Withdraw',
        accountId: account.id,
        amount: '1.00',
      }),
    ),
  )
  const statuses = responses.map(response => response.status()).sort()
  expect(statuses).toEqual([...Array(10).fill(200), ...Array(10).fill(422)])
  expect((await bank.account(account.id)).balance).toBe('0.00')
})
