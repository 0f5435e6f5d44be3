import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAccounts } from '@/app/_server/accounts/accounts'
import { auth, callAuth } from '@/app/_server/people/auth'
import { bank } from '@/app/_server/process/bank'
import { peopleDesk } from '@/app/_server/process/people-desk'
import { openOwner, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { enrolEverybody } from '@/db/directory/desk'
import { enrolmentCommandId, personStreamId } from '@/db/ids'
import { DEMO_PASSWORD } from '@/db/people/demo-people'
import { demoSignIns } from './demo'
import { seedDemoBank } from './demo-bank'

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
    { email: 'second-teller@example.com', role: 'teller' },
    { email: 'auditor@example.com', role: 'auditor' },
    { email: 'admin@example.com', role: 'admin' },
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

test('its people are in the log from before they do anything', async () => {
  const { store } = bank()
  const { events } = await store.readLog({ order: 'asc', occurredFrom: new Date(0), limit: 8 })
  const [first] = events.filter(({ event }) => 'owner' in event)
  const [teller] = await store.getEventsForAggregate(personStreamId('demo-teller'))
  expect(teller?.actor).toEqual({ id: 'bank', name: 'Bank', role: 'system' })
  expect(teller?.occurredAt.getTime()).toBeLessThan(first?.occurredAt.getTime() ?? 0)
  expect(await enrolEverybody(peopleDesk())).toBe(0)
})

test('a demo bank of an earlier version gets its new people once', async () => {
  const { db, store } = bank()
  const ids = ['demo-admin', 'demo-second-teller']
  const owner = openOwner()
  await owner`alter table events disable trigger user`
  await owner`delete from events where aggregate_id = any(${ids.map(personStreamId)}::uuid[])`
  await owner`delete from commands where command_id = any(${ids.map(enrolmentCommandId)}::uuid[])`
  await owner`alter table events enable trigger user`
  await owner`delete from auth_users where id = any(${ids})`
  await owner.end()
  expect(await demoSignIns()).toHaveLength(4)
  expect(await seedDemoBank(nothing)).toBe(false)
  expect(await demoSignIns()).toHaveLength(6)
  await db.execute("delete from auth_users where id = 'demo-admin'")
  await seedDemoBank(nothing)
  expect(await demoSignIns()).toHaveLength(5)
  expect(await store.getEventsForAggregate(personStreamId('demo-admin'))).toHaveLength(1)
})

test('people who were removed don’t come back', async () => {
  await bank().db.execute('delete from auth_users')
  expect(await seedDemoBank(nothing)).toBe(false)
  expect(await demoSignIns()).toEqual([])
})
