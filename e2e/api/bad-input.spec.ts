import { randomUUID } from 'node:crypto'
import { type Account, expect, problemOf, test } from '../bank'
import { sessionOf } from '../people'

test.use({ storageState: sessionOf('teller') })

const BAD_AMOUNTS: Record<string, unknown> = {
  zero: '0',
  'zero with places': '0.00',
  negative: '-5.00',
  'three decimals': '1.005',
  'an exponent': '1e3',
  NaN: 'NaN',
  Infinity: 'Infinity',
  '30 digits': '9'.repeat(30),
  '10,000 digits': '9'.repeat(10_000),
  empty: '',
  blank: '   ',
  grouped: '1,000.00',
  hexadecimal: '0x10',
  'other digits': '١٢',
  'a plus sign': '+1.00',
  'no whole part': '.50',
  'a line break': '1.00\n',
  'a number of JSON': 12.5,
  null: null,
  'a list': ['1.00'],
}

for (const type of ['Deposit', 'Withdraw']) {
  for (const [name, amount] of Object.entries(BAD_AMOUNTS)) {
    test(`${type} of ${name} is refused and changes nothing`, async ({ bank }) => {
      const { account } = await bank.open({ openingBalance: '10.00' })
      const body = { commandId: randomUUID(), type, accountId: account.id, amount }
      const problem = await problemOf(await bank.command(body))
      expect([400, 422]).toContain(problem.status)
      expect(problem.field).toBe('amount')
      expect(await bank.account(account.id)).toEqual(account)
      expect(await bank.events(account.id)).toHaveLength(1)
    })
  }
}

const BAD_PLACES = [
  { currency: 'JPY', amount: '1.5', good: '100' },
  { currency: 'EUR', amount: '1.005', good: '1.05' },
  { currency: 'CZK', amount: '0.001', good: '0.01' },
  { currency: 'KWD', amount: '1.0005', good: '1.005' },
]

for (const { currency, amount, good } of BAD_PLACES) {
  test(`${currency} takes ${good} and refuses ${amount}`, async ({ bank }) => {
    const { account } = await bank.open({ currency })
    const body = { commandId: randomUUID(), type: 'Deposit', accountId: account.id, amount }
    const problem = await problemOf(await bank.command(body))
    expect(problem.status).toBe(422)
    expect(problem.detail).toContain(currency)
    expect((await bank.deposit(account.id, good)).account.balance).toBe(good)
  })
}

test('more than the balance is refused in words', async ({ bank }) => {
  const { account } = await bank.open({ openingBalance: '69.50' })
  const body = {
    commandId: randomUUID(),
    type: 'Withdraw',
    accountId: account.id,
    amount: '1000.00',
  }
  const problem = await problemOf(await bank.command(body))
  expect(problem).toMatchObject({
    status: 422,
    field: 'amount',
    detail: 'Insufficient funds: 69.50 EUR available; 930.50 short.',
  })
  expect(problem.type).toMatch(/insufficient-?funds/i)
})

const BAD_ACCOUNTS: Record<string, { body: Record<string, unknown>; field: string }> = {
  'no owner': { body: { owner: undefined }, field: 'owner' },
  'an empty owner': { body: { owner: '' }, field: 'owner' },
  'a blank owner': { body: { owner: '  ' }, field: 'owner' },
  'an owner of 10,000 characters': { body: { owner: 'x'.repeat(10_000) }, field: 'owner' },
  'an owner with a NUL': { body: { owner: 'Ada\u0000Byron' }, field: 'owner' },
  'an owner that is no text': { body: { owner: { name: 'Ada' } }, field: 'owner' },
  'no currency': { body: { currency: undefined }, field: 'currency' },
  'an unknown currency': { body: { currency: 'XXQ' }, field: 'currency' },
  'a currency in small letters': { body: { currency: 'eur' }, field: 'currency' },
  'a currency of __proto__': { body: { currency: '__proto__' }, field: 'currency' },
  'a negative opening balance': { body: { openingBalance: '-1.00' }, field: 'openingBalance' },
  'an opening balance of NaN': { body: { openingBalance: 'NaN' }, field: 'openingBalance' },
  'a reference of 10,000 characters': {
    body: { reference: 'r'.repeat(10_000) },
    field: 'reference',
  },
  'a customer nobody knows': {
    body: { customerEmail: 'nobody@example.com' },
    field: 'customerEmail',
  },
  'a customer that is no address': { body: { customerEmail: 'nobody' }, field: 'customerEmail' },
}

for (const [name, { body, field }] of Object.entries(BAD_ACCOUNTS)) {
  test(`An account with ${name} is not opened`, async ({ bank, request }) => {
    const marker = `Nobody ${randomUUID()}`
    const whole = {
      commandId: randomUUID(),
      type: 'CreateAccount',
      owner: marker,
      currency: 'EUR',
      ...body,
    }
    const problem = await problemOf(await bank.command(whole))
    expect([400, 422]).toContain(problem.status)
    expect(problem.field).toBe(field)
    const found = await request.get(`/api/accounts?q=${encodeURIComponent(marker)}`)
    expect((await found.json()).items).toEqual([])
  })
}

const BAD_COMMANDS: Record<string, unknown> = {
  'nothing at all': {},
  'an unknown type': { commandId: randomUUID(), type: 'EatAccount', accountId: randomUUID() },
  'no command id': { type: 'CreateAccount', owner: 'Nobody', currency: 'EUR' },
  'a command id that is none': {
    commandId: 'one',
    type: 'CreateAccount',
    owner: 'Nobody',
    currency: 'EUR',
  },
  'no account id': { commandId: randomUUID(), type: 'Deposit', amount: '1.00' },
  'a text': 'Deposit',
  'a number': 7,
  null: null,
}

for (const [name, body] of Object.entries(BAD_COMMANDS)) {
  test(`A command that is ${name} is malformed`, async ({ bank }) => {
    expect((await problemOf(await bank.command(body))).status).toBe(400)
  })
}

test('A body that is no JSON is malformed', async ({ request }) => {
  for (const data of ['', '{', '{"type":', '\u0000', '[1,']) {
    const response = await request.post('/api/commands', {
      headers: { 'content-type': 'application/json' },
      data: Buffer.from(data),
    })
    expect((await problemOf(response)).status).toBe(400)
  }
})

test('More than 1,000 commands at once are too many, and none is carried out', async ({ bank }) => {
  const { account } = await bank.open()
  const bodies = Array.from({ length: 1_001 }, () => ({
    commandId: randomUUID(),
    type: 'Deposit',
    accountId: account.id,
    amount: '1.00',
  }))
  expect([400, 413]).toContain((await problemOf(await bank.command(bodies))).status)
  expect((await bank.account(account.id)).version).toBe(1)
})

test('A body of 20 megabytes is refused', async ({ bank }) => {
  const { account } = await bank.open()
  const response = await bank.command({
    commandId: randomUUID(),
    type: 'Deposit',
    accountId: account.id,
    amount: '1.00',
    note: 'x'.repeat(20_000_000),
  })
  expect([400, 413, 422]).toContain(response.status())
  expect((await bank.account(account.id)).version).toBe(1)
})

test('An unknown account is not found, whatever its id looks like', async ({ bank, request }) => {
  for (const id of [randomUUID(), 'nonsense', '0', "1' or '1'='1", '..%2F..', 'x'.repeat(2_000)]) {
    const path = `/api/accounts/${id === '..%2F..' ? id : encodeURIComponent(id)}`
    expect((await problemOf(await request.get(path))).status).toBe(404)
    expect((await problemOf(await request.get(`${path}/events`))).status).toBe(404)
    for (const type of ['Deposit', 'Withdraw']) {
      const body = { commandId: randomUUID(), type, accountId: id, amount: '1.00' }
      expect([400, 404]).toContain((await problemOf(await bank.command(body))).status)
    }
  }
})

const HARMLESS_NOTES = [
  `'; drop table events; --`,
  `<script>document.title = 'taken'</script><img src=x onerror="document.title='taken'">`,
  '{{7*7}} $(id) %s %00 \\x00',
  'Žluťoučký kůň 🐎 مرحبا',
]

test('SQL and HTML in a note are text like any other', async ({ bank }) => {
  const { account } = await bank.open()
  for (const note of HARMLESS_NOTES) {
    const { events } = await bank.deposit(account.id, '1.00', { note })
    expect(events[0]?.data.note).toBe(note)
  }
  const stored = (await bank.events(account.id)).map(event => event.data.note)
  expect(stored.slice(1)).toEqual(HARMLESS_NOTES)
})

for (const [name, note] of Object.entries({
  'with a NUL': 'a\u0000b',
  'with half a character': 'a\ud800b',
  'of 10,000 characters': 'n'.repeat(10_000),
  'that is no text': { text: 'n' },
})) {
  test(`A note ${name} is refused and nothing is stored`, async ({ bank }) => {
    const { account } = await bank.open()
    const body = {
      commandId: randomUUID(),
      type: 'Deposit',
      accountId: account.id,
      amount: '1.00',
      note,
    }
    const problem = await problemOf(await bank.command(body))
    expect([400, 422]).toContain(problem.status)
    expect(problem.field).toBe('note')
    expect((await bank.account(account.id)).version).toBe(1)
  })
}

const BAD_LISTS = [
  'limit=0',
  'limit=-1',
  'limit=many',
  'limit=1e3',
  'limit=99999999999999999999',
  'cursor=nonsense',
  'cursor=%00',
]
const BAD_EVENT_LISTS = [
  ...BAD_LISTS,
  'order=sideways',
  'type=Nonsense',
  'from=yesterday',
  'to=2026-02-30T00:00:00Z',
]

test('A list with invalid parameters is malformed', async ({ bank, request }) => {
  const { account } = await bank.open()
  for (const query of BAD_LISTS) {
    const response = await request.get(`/api/accounts?${query}`)
    expect((await problemOf(response)).status, query).toBe(400)
  }
  for (const query of BAD_EVENT_LISTS) {
    const response = await request.get(`/api/accounts/${account.id}/events?${query}`)
    expect((await problemOf(response)).status, query).toBe(400)
  }
})

test('An undecodable address is not found', async ({ request }) => {
  for (const path of ['/api/accounts/%E0%A4%A', '/api/accounts/%E0%A4%A/events', '/api/%E0%A4%A']) {
    expect((await problemOf(await request.get(path))).status, path).toBe(404)
  }
  expect((await request.get('/accounts/%E0%A4%A')).status()).toBe(404)
})

test('Any text can be searched for', async ({ request }) => {
  for (const q of ['%', '_', '\\', "'", '\u0000', 'x'.repeat(5_000), '%00', '\ud800', '(?:']) {
    const response = await request.get(`/api/accounts?q=${encode(q)}`)
    expect([200, 400], `searching ${JSON.stringify(q.slice(0, 20))}`).toContain(response.status())
  }
})

function encode(text: string): string {
  return text === '\ud800' ? '%ED%A0%80' : encodeURIComponent(text)
}

/** Moments that are invalid or have no state. */
const BAD_MOMENTS: { query: (account: Account) => string; status: number; says?: RegExp }[] = [
  { query: () => 'asOf=2000-01-01T00:00:00Z', status: 404, says: /20\d\d/ },
  { query: () => `asOf=${encodeURIComponent('2999-01-01T00:00:00Z')}`, status: 400 },
  { query: () => 'asOf=yesterday', status: 400 },
  { query: () => 'asOf=', status: 400 },
  { query: () => 'asOf=2026-06-30', status: 400 },
  { query: () => 'asOf=2026-02-30T00:00:00Z', status: 400 },
  { query: () => 'asOf=2026-06-30T25:00:00Z', status: 400 },
  { query: () => 'asOf=2026-06-30T00:00:00', status: 400 },
  { query: () => 'asOf=99999-01-01T00:00:00Z', status: 400 },
  { query: () => 'knownAt=never', status: 400 },
  { query: () => 'knownAt=2999-01-01T00:00:00Z', status: 400 },
  { query: () => 'version=0', status: 400 },
  { query: () => 'version=-1', status: 400 },
  { query: () => 'version=1.5', status: 400 },
  { query: () => 'version=one', status: 400 },
  { query: () => 'version=99999999999999999999', status: 400 },
  { query: account => `version=1&asOf=${account.openedAt}`, status: 400 },
]

for (const { query, status, says } of BAD_MOMENTS) {
  const name = query({ openedAt: 'openedAt' } as Account)
  test(`The moment ${name} is answered with ${status}`, async ({ bank, request }) => {
    const { account } = await bank.open()
    const problem = await problemOf(
      await request.get(`/api/accounts/${account.id}?${query(account)}`),
    )
    expect(problem.status).toBe(status)
    if (says) {
      expect(problem.detail).toMatch(says)
      expect(JSON.stringify(problem)).toContain(account.openedAt)
    }
  })
}

test('A future version is refused', async ({ bank, request }) => {
  const { account } = await bank.open()
  const problem = await problemOf(await request.get(`/api/accounts/${account.id}?version=2`))
  expect([400, 404]).toContain(problem.status)
})
