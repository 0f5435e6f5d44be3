import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import { findExpiring, findWithoutCustomer } from '../accounts/waiting'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { type Db, drizzleOn, openDb } from '../query'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { commandOn, creationOf, depositOf, movementOn, withdrawalOf } from '../testing/streams'
import { countRefusedSince, readDayTotals } from './day-totals'

let url: string
let sql: Sql
let db: Db
let store: EventStore
let close: () => Promise<void>
const id = randomUUID()
const at = (time: string) => new Date(`2026-06-10T${time}Z`)

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
  db = openDb(url)
  await store.saveEvents(
    id,
    [
      { ...creationOf(id, 5_000n), occurredAt: new Date('2026-06-09T23:59:59.999Z') },
      depositOf(100n, { balance: 5_100n, occurredAt: at('00:00:00.000') }),
      withdrawalOf(30n, { balance: 5_070n, occurredAt: at('23:59:59.999') }),
      depositOf(7n, { balance: 5_077n, occurredAt: new Date('2026-06-11T00:00:00Z') }),
    ],
    0,
  )
})
afterAll(async () => {
  await db.$client.end()
  await close()
})

test('the totals are those of the day, by currency', async () => {
  const day = [at('00:00:00.000'), at('23:59:59.999')] as const
  expect(await readDayTotals(sql, ...day, 100)).toEqual({
    events: 2,
    totals: [{ currency: 'EUR', entries: 2, inflow: 100n, outflow: 30n }],
    isPart: false,
  })
  expect(await readDayTotals(sql, ...day, 1)).toMatchObject({
    events: 1,
    totals: [{ inflow: 0n, outflow: 30n }],
    isPart: true,
  })
})

test('refused commands are counted, up to a number', async () => {
  const start = new Date()
  const refused = Array.from({ length: 3 }, () => movementOn(id, 'Withdraw', '9999.00'))
  await handleUntilAnswered(refused, store)
  expect(await countRefusedSince(sql, start, 100)).toBe(3)
  expect(await countRefusedSince(sql, start, 2)).toBe(2)
  expect(await countRefusedSince(sql, new Date(Date.now() + 60_000), 2)).toBe(0)
})

test('accounts wait whose hold expires, and those without a customer', async () => {
  const expiresAt = new Date(Date.now() + 3_600_000)
  const hold = { holdId: randomUUID(), amount: '1.00', expiresAt: expiresAt.toISOString() }
  await handleUntilAnswered([commandOn(id, { type: 'PlaceHold', ...hold, note: null })], store)
  const idsOf = (rows: readonly { id: string }[]) => rows.map(row => row.id)
  expect(idsOf(await findExpiring(db, new Date(), expiresAt, 10))).toEqual([id])
  expect(await findExpiring(db, expiresAt, new Date(expiresAt.getTime() + 1), 10)).toEqual([])
  expect(idsOf(await findWithoutCustomer(db, 10))).toEqual([id])
})

test('each is read by an index', async () => {
  const plans = await plansOf(url, async recording => {
    const typed = drizzleOn(recording) as unknown as Db // the same statements, recorded
    await readDayTotals(recording, at('00:00:00.000'), at('23:59:59.999'), 100)
    await countRefusedSince(recording, new Date(), 100)
    await findExpiring(typed, new Date(), new Date(), 10)
    await findWithoutCustomer(typed, 10)
  })
  const indexes = [
    'events_by_occurrence',
    'commands_refused_by_time',
    'accounts_by_expiry',
    'accounts_of_customer',
  ]
  expect(plans).toHaveLength(indexes.length)
  for (const [index, name] of indexes.entries()) expect(plans[index]).toContain(name)
})
