import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSql, type Sql } from './connection'
import { anyOf, drizzleOn, openDb } from './query'
import { dailyFlows } from './read-model-schema'
import { accounts, parkedEvents, subscriptions } from './schema'
import { type FreshDatabase, freshDatabase } from './testing/database'
import { sentDuring } from './testing/record-sql'

let database: FreshDatabase
let sql: Sql
beforeAll(async () => {
  database = await freshDatabase()
  sql = openSql(database.url)
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

test('plain SQL and Drizzle on one client see the same moments, days and large amounts', async () => {
  const parkedAt = new Date('2026-03-01T12:00:00.123Z')
  const inflow = 123456789012345678901234567890n
  const event = { subscription: 'one', position: 7, attempts: 1, error: 'none', parkedAt }
  await drizzleOn(sql).insert(parkedEvents).values(event)
  await sql`
    insert into daily_flows values ('EUR', '0999-12-31', ${String(inflow)}, '0', 1, 0, 0, 1)`
  const [plain] = await sql`select parked_at from parked_events where parked_at = ${parkedAt}`
  expect(plain?.parked_at).toEqual(parkedAt)
  const typed = drizzleOn(sql)
  expect(await typed.select().from(parkedEvents)).toEqual([event])
  const flow = await typed.select().from(dailyFlows).where(eq(dailyFlows.day, '0999-12-31'))
  expect(flow).toMatchObject([{ day: '0999-12-31', inflow }])
})

test('writes of Drizzle inside a transaction are rolled back with it', async () => {
  const undone = sql.begin(async tx => {
    await drizzleOn(tx).insert(subscriptions).values({ name: 'undone', position: 1 })
    await tx`update subscriptions set position = 2 where name = 'undone'`
    const found = await drizzleOn(tx).select().from(subscriptions)
    expect(found).toEqual([{ name: 'undone', position: 2 }])
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  expect(await drizzleOn(sql).select().from(subscriptions)).toEqual([])
})

test('a list of any length, even empty, is one statement', async () => {
  const find = (ids: readonly string[]) =>
    drizzleOn(sql).select().from(accounts).where(anyOf(accounts.aggregateId, ids))
  const sent = await sentDuring(async () => {
    for (const count of [0, 1, 3])
      expect(await find(Array.from({ length: count }, randomUUID))).toEqual([])
  })
  expect(new Set(sent.map(({ text }) => text)).size).toBe(1)
})

test('a query fails with the error of PostgreSQL, without its text and its parameters', async () => {
  const db = openDb(database.url)
  for (const client of [db, drizzleOn(sql)]) {
    const failed = await client
      .select()
      .from(accounts)
      .where(eq(accounts.aggregateId, `${randomUUID()} secret`))
      .catch((error: Error) => error)
    expect(failed).toMatchObject({ name: 'PostgresError', code: '22P02' })
    expect(failed).not.toHaveProperty('params')
  }
  await db.$client.end()
})
