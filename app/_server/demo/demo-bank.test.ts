import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAccounts } from '@/app/_server/accounts/accounts'
import { auth, callAuth } from '@/app/_server/people/auth'
import { bank } from '@/app/_server/process/bank'
import { openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { demoSignIns } from './demo'
import { seedDemoBank } from './demo-bank'
import { DEMO_PASSWORD } from './demo-people'

const { auditor } = PEOPLE
const nothing = async () => {}
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
})
afterAll(() => close())

test('an interrupted seed offers no sign-ins, and resumes', async () => {
  const interrupted = seedDemoBank(async () => {
    throw new Error('killed')
  })
  await expect(interrupted).rejects.toThrow('killed')
  expect(await demoSignIns()).toEqual([])
  expect(await Promise.all([seedDemoBank(nothing), seedDemoBank(nothing)])).toEqual([true, true])
  expect(await seedDemoBank(nothing)).toBe(false)
})

test("it has the documented people, and their accounts' balances add up", async () => {
  expect(await demoSignIns()).toMatchObject([
    { email: 'customer@example.com', role: 'customer' },
    { email: 'second-customer@example.com', role: 'customer' },
    { email: 'teller@example.com', role: 'teller' },
    { email: 'auditor@example.com', role: 'auditor' },
  ])
  const { items } = await listAccounts(auditor)
  const balances = items.map(({ currency, balance, version }) => ({ currency, balance, version }))
  expect(balances).toEqual([
    { currency: 'JPY', balance: '92000', version: 9 },
    { currency: 'KWD', balance: '1053.475', version: 7 },
    { currency: 'EUR', balance: '500.00', version: 3 },
    { currency: 'EUR', balance: '3237.50', version: 34 },
    { currency: 'CZK', balance: '54933.45', version: 8 },
    { currency: 'EUR', balance: '8062.98', version: 29 },
  ])
})

test('it has transfers, an open hold, an overdraft limit and a reversed entry', async () => {
  const { items } = await listAccounts(auditor)
  const everyday = items.find(({ holds }) => holds.length > 0)
  expect(everyday).toMatchObject({ held: '180.00', available: '3057.50' })
  const workshop = items.find(({ overdraftLimit }) => overdraftLimit === '2000.00')
  expect(workshop).toMatchObject({ available: '10062.98' })
  const events = await bank().store.getEventsForAggregate(workshop?.id ?? '')
  const said = events.map(({ event }) => event)
  expect(said.filter(event => 'transfer' in event)).toHaveLength(2)
  const reversed = said.flatMap(event => ('reverses' in event ? Number(event.reverses) : []))
  expect(reversed).toHaveLength(1)
  expect(said[(reversed[0] ?? 0) - 1]).toMatchObject({ note: 'Account fee of the month' })
})

test('its people sign in with the printed password only', async () => {
  const email = 'teller@example.com'
  const right = await callAuth('/sign-in/email', { email, password: DEMO_PASSWORD }, new Headers())
  expect(right.status).toBe(200)
  const wrong = await callAuth('/sign-in/email', { email, password: 'daybook' }, new Headers())
  expect(wrong.status).toBe(401)
  expect(auth().options.emailAndPassword.disableSignUp).toBe(true)
})

test('people who were removed don’t come back', async () => {
  await bank().db.execute('delete from auth_users')
  expect(await seedDemoBank(nothing)).toBe(false)
  expect(await demoSignIns()).toEqual([])
})
