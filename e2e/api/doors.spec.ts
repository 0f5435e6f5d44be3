import { randomUUID } from 'node:crypto'
import { type APIRequestContext, expect, openBank, problemOf, request, test } from '../bank'
import { PASSWORD, PEOPLE, type Person, sessionOf } from '../people'

type Doors = Record<string, (api: APIRequestContext, accountId: string) => Promise<number>>

/** Every endpoint, applied to one account that belongs to the first customer. */
const DOORS: Doors = {
  'its state': async (api, id) => (await api.get(`/api/accounts/${id}`)).status(),
  'its past': async (api, id) => (await api.get(`/api/accounts/${id}?version=1`)).status(),
  'its events': async (api, id) => (await api.get(`/api/accounts/${id}/events`)).status(),
  'a deposit': (api, id) => move(api, id, 'Deposit'),
  'a withdrawal': (api, id) => move(api, id, 'Withdraw'),
}

/** The expected status of each endpoint above, in order. */
const ANSWERS: Record<Person | 'nobody', number[]> = {
  customer: [200, 200, 200, 200, 200],
  'second-customer': [404, 404, 404, 404, 404],
  teller: [200, 200, 200, 200, 200],
  'second-teller': [200, 200, 200, 200, 200],
  auditor: [200, 200, 200, 403, 403],
  admin: [200, 200, 200, 403, 403],
  nobody: [401, 401, 401, 401, 401],
}

async function move(api: APIRequestContext, accountId: string, type: string): Promise<number> {
  const data = { commandId: randomUUID(), type, accountId, amount: '1.00' }
  return (await api.post('/api/commands', { data })).status()
}

async function as(
  person: Person | 'nobody',
  baseURL: string | undefined,
): Promise<APIRequestContext> {
  return request.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(person === 'nobody' ? {} : { storageState: sessionOf(person) }),
  })
}

for (const person of Object.keys(ANSWERS) as (Person | 'nobody')[]) {
  test(`${person} meets the customer's account at every door`, async ({ baseURL }) => {
    const teller = openBank(await as('teller', baseURL))
    const { accountId } = await teller.open({
      openingBalance: '10.00',
      customerEmail: PEOPLE.customer,
    })
    const api = await as(person, baseURL)
    const answers = await Promise.all(
      Object.values(DOORS).map(async ask => await ask(api, accountId)),
    )
    expect(answers).toEqual(ANSWERS[person])
  })
}

test("Somebody else's account and an unknown account get the same answer", async ({ baseURL }) => {
  const { accountId } = await openBank(await as('teller', baseURL)).open({
    customerEmail: PEOPLE.customer,
  })
  const api = await as('second-customer', baseURL)
  const unknown = randomUUID()
  for (const path of ['', '/events', '?version=1']) {
    const others = await problemOf(await api.get(`/api/accounts/${accountId}${path}`))
    const nobodys = await problemOf(await api.get(`/api/accounts/${unknown}${path}`))
    const text = JSON.stringify(others).replaceAll(accountId, unknown)
    expect(text).toBe(JSON.stringify(nobodys))
  }
})

test('A list shows customers their own accounts only', async ({ baseURL }) => {
  const teller = openBank(await as('teller', baseURL))
  const owner = `Listed ${randomUUID()}`
  await teller.open({ owner, customerEmail: PEOPLE.customer })
  const seen = async (person: Person) => {
    const api = await as(person, baseURL)
    return (await (await api.get(`/api/accounts?q=${encodeURIComponent(owner)}`)).json()).items
      .length
  }
  expect(await Promise.all((['customer', 'teller', 'auditor'] as const).map(seen))).toEqual([
    1, 1, 1,
  ])
  expect(await seen('second-customer')).toBe(0)
})

test('An account that a customer opens is their own', async ({ baseURL }) => {
  const { accountId } = await openBank(await as('customer', baseURL)).open()
  const statuses = await Promise.all(
    (['customer', 'second-customer'] as const).map(async person =>
      (await (await as(person, baseURL)).get(`/api/accounts/${accountId}`)).status(),
    ),
  )
  expect(statuses).toEqual([200, 404])
})

test('Only tellers open accounts for somebody else, auditors open none', async ({ baseURL }) => {
  const body = (more: object) => ({
    commandId: randomUUID(),
    type: 'CreateAccount',
    owner: 'Ada Byron',
    currency: 'EUR',
    ...more,
  })
  const customer = await as('customer', baseURL)
  const forOther = await customer.post('/api/commands', {
    data: body({ customerEmail: PEOPLE['second-customer'] }),
  })
  expect((await problemOf(forOther)).status).toBe(403)
  const auditor = await as('auditor', baseURL)
  expect((await problemOf(await auditor.post('/api/commands', { data: body({}) }))).status).toBe(
    403,
  )
})

test('A page of another site cannot send a command', async ({ baseURL }) => {
  const teller = await as('teller', baseURL)
  const { accountId } = await openBank(teller).open()
  const response = await teller.post('/api/commands', {
    headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    data: { commandId: randomUUID(), type: 'Deposit', accountId, amount: '1.00' },
  })
  expect(response.status()).toBe(403)
  expect((await openBank(teller).account(accountId)).version).toBe(1)
})

test('The health of the bank is public', async ({ baseURL }) => {
  expect((await (await as('nobody', baseURL)).get('/api/health')).status()).toBe(200)
})

test('A program signs in by e-mail and uses the cookie', async ({ baseURL }) => {
  const api = await as('nobody', baseURL)
  const signedIn = await api.post('/api/auth/sign-in/email', {
    data: { email: PEOPLE.teller, password: PASSWORD },
  })
  expect(signedIn.status()).toBe(200)
  expect((await api.get('/api/accounts')).status()).toBe(200)
})
