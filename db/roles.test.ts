import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asApplication, openSql, type Sql } from './connection'
import { createEventStore } from './event-store'
import { freshDatabase } from './testing/database'
import { creationOf } from './testing/streams'

let url: string
let drop: () => Promise<void>
let owner: Sql
let application: Sql

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  owner = openSql(url)
  application = openSql(asApplication(url))
  const store = createEventStore(asApplication(url))
  const id = randomUUID()
  await store.saveEvents(id, [creationOf(id)], 0)
  await store.close()
})
afterAll(async () => {
  await Promise.all([owner.end(), application.end()])
  await drop()
})

const forgetting = [
  'update events set event_version = 9',
  'delete from events',
  'truncate events',
  'update events set event_version = 9 where false',
  'truncate events, snapshots',
]

describe('the log is append-only', () => {
  test.each(forgetting)('for the application: %s', async statement => {
    await expect(application.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  })
  test.each(forgetting)('for the owner: %s', async statement => {
    await expect(owner.unsafe(statement)).rejects.toMatchObject({ code: '23001' })
  })
  test.each([
    'alter table events disable trigger all',
    'drop trigger events_append_only on events',
    'drop table events',
    'create table mine (id int)',
    "update commands set refusal = '{}'",
    'delete from commands',
    'update feed set position = 1',
  ])('and the application can’t get round it: %s', async statement => {
    await expect(application.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  })
})
