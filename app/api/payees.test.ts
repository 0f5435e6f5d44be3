import { afterAll, beforeAll, expect, test } from 'vitest'
import { payeeChoices } from '@/app/_server/accounts/payees'
import { dispatch } from '@/app/_server/commands/commands'
import {
  accepted,
  cookieOf,
  letPeopleIn,
  openAccount,
  openTestBank,
  PEOPLE,
  requestBy,
} from '@/app/_server/testing/bank'
import type { AccountJson } from '@/app/_wire/types'
import { accountNumber } from '@/domain/money/account-number'
import { GET } from './payees/route'

const { owner, stranger, teller, auditor } = PEOPLE
let close: () => Promise<void>
let everyday: AccountJson
let savings: AccountJson
let theirs: AccountJson

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  everyday = await openAccount(owner)
  savings = await openAccount(owner)
  theirs = await openAccount(stranger, { owner: 'Petr Novák' })
})
afterAll(() => close())

async function ask(somebody: keyof typeof PEOPLE | 'nobody', query: Record<string, string>) {
  const path = `/api/payees?${new URLSearchParams(query)}`
  const answer = await GET(await requestBy(somebody, path))
  return { status: answer.status, body: await answer.json() }
}

function pay(from: AccountJson, to: AccountJson, viewer: typeof owner | typeof stranger = owner) {
  const body = { type: 'Transfer', accountId: from.id, toAccountId: to.id, amount: '1.00' }
  return dispatch(viewer, { commandId: crypto.randomUUID(), ...body }).then(accepted)
}

test('a full number leads to the name, and to nothing else', async () => {
  const { number } = theirs
  for (const text of [number, number.replaceAll(' ', '').toLowerCase()]) {
    const { status, body } = await ask('owner', { number: text })
    expect([status, body]).toEqual([200, { number, owner: 'Petr Novák' }])
  }
})

test('nobody learns a name without signing in', async () => {
  expect((await ask('nobody', { number: theirs.number })).status).toBe(401)
})

test.each([
  [{}, 400, 'number'],
  [{ number: 'DB12' }, 400, 'number'],
  [{ number: 'DB00 0000 0000 0000 0000' }, 400, 'number'],
  [{ number: accountNumber(crypto.randomUUID()) }, 404, 'number'],
  [{ number: 'x'.repeat(61) }, 400, 'number'],
  [{ number: 'DB12', currency: 'x'.repeat(21) }, 400, 'currency'],
  [{ number: 'DB12', name: 'Petr' }, 400, 'name'],
])('%j is answered with %i, and the field', async (query, status, field) => {
  const { currency, ...rest } = query as Record<string, string>
  const answer = await ask('teller', { ...rest, ...(currency && { currency }) })
  expect(answer).toMatchObject({ status, body: { field } })
})

test('a payer is told when the account has another currency', async () => {
  const { number } = theirs
  expect((await ask('owner', { number, currency: 'EUR' })).status).toBe(200)
  const { status, body } = await ask('owner', { number, currency: 'CZK' })
  expect([status, body.field]).toEqual([400, 'number'])
  expect(body.detail).toBe('The other account is in EUR; this one is in CZK.')
})

test('a customer looks up thirty numbers a minute at most, and a teller any', async () => {
  const cookies = { stranger: await cookieOf('stranger'), teller: await cookieOf('teller') }
  const numbers = Array.from({ length: 31 }, () => accountNumber(crypto.randomUUID()))
  const statuses = async (cookie: string, asked: string[]) => {
    const urls = asked.map(number => `http://localhost:3000/api/payees?number=${number}`)
    const found = urls.map(url => GET(new Request(url, { headers: { cookie } })))
    return (await Promise.all(found)).map(({ status }) => status)
  }
  // The same number again is no other one.
  const again = [...numbers.slice(0, 5), ...numbers]
  const limited = await statuses(cookies.stranger, again)
  expect(limited.filter(status => status === 429)).toHaveLength(1)
  expect(limited.filter(status => status === 404)).toHaveLength(35)
  expect((await statuses(cookies.teller, numbers)).every(status => status === 404)).toBe(true)
})

test('the payees of past transfers are offered, the last one first', async () => {
  const other = await openAccount(stranger, { owner: 'Second' })
  const crowns = await openAccount(owner, { currency: 'CZK' })
  await pay(everyday, theirs)
  await pay(savings, other)
  await pay(everyday, savings)
  const { own, payees } = await payeeChoices(owner, everyday.id)
  expect(own.map(({ id }) => id)).toEqual([savings.id])
  expect(payees.map(({ owner }) => owner)).toEqual(['Second', 'Petr Novák'])
  expect(Object.keys(payees[0] ?? {}).toSorted()).toEqual(['id', 'number', 'owner'])
  await pay(everyday, theirs)
  const again = await payeeChoices(owner, savings.id)
  expect(again.payees.map(({ owner }) => owner)).toEqual(['Petr Novák', 'Second'])
  expect(await payeeChoices(owner, crowns.id)).toMatchObject({ own: [], payees: [] })
})

test('who paid is no payee, and nobody is offered somebody else’s', async () => {
  expect(await payeeChoices(stranger, everyday.id)).toMatchObject({ own: [], payees: [] })
  const { payees } = await payeeChoices(stranger, theirs.id)
  expect(payees).toEqual([])
  // Staff see the choices of the account's customer.
  expect((await payeeChoices(teller, everyday.id)).own.map(({ id }) => id)).toEqual([savings.id])
  expect((await payeeChoices(auditor, everyday.id)).payees).toHaveLength(2)
})

test('a closed account is offered no longer, and a new name is shown', async () => {
  const gone = await openAccount(stranger, { openingBalance: '0', owner: 'Gone' })
  await pay(everyday, gone)
  await pay(gone, everyday, stranger)
  const staff = (type: string, accountId: string, more: object = {}) =>
    dispatch(teller, { commandId: crypto.randomUUID(), type, accountId, ...more }).then(accepted)
  await staff('CloseAccount', gone.id)
  await staff('RenameAccount', theirs.id, { owner: 'Petra Nováková' })
  const { payees } = await payeeChoices(owner, everyday.id)
  expect(payees.map(({ owner }) => owner).toSorted()).toEqual(['Petra Nováková', 'Second'])
})
