import { afterAll, beforeAll, expect, test } from 'vitest'
import { asApplication } from '../connection'
import { newEventId } from '../ids'
import { type Db, openDb } from '../query'
import { freshDatabase } from '../testing/database'
import { insertAccess, pruneAccess } from './access-log'

let db: Db
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  db = openDb(asApplication(database.url))
})
afterAll(async () => {
  await db.$client.end()
  await drop()
})

const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
const entry = (days: number) => ({
  id: newEventId(),
  at: daysAgo(days),
  kind: 'denied',
  detail: { status: 403 },
})
const count = async () => (await db.$client`select from access_log`).length

test('only old rows can be removed, the oldest first and so many at once', async () => {
  await insertAccess(db, [500, 450, 40, 1].map(entry))
  await insertAccess(db, [])
  expect(await pruneAccess(db, daysAgo(400), 1)).toBe(1)
  expect(await pruneAccess(db, daysAgo(400), 9)).toBe(1)
  expect(await pruneAccess(db, daysAgo(400), 9)).toBe(0)
  await expect(pruneAccess(db, daysAgo(29), 9)).rejects.toMatchObject({ code: '23001' })
  expect(await count()).toBe(2)
})

test.each(['delete from access_log', "update access_log set kind = 'x'", 'truncate access_log'])(
  'the web process can’t %s',
  async statement => {
    await expect(db.$client.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  },
)
