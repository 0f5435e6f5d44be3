import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { APP_ROLE, ARCHIVIST_ROLE, asApplication, asRole, openSql, type Sql } from './connection'
import { createEventStore } from './event-store'
import { createRoles } from './roles'
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

describe('the roles', () => {
  test('are given to a user by an administrator, and asked for in a sentence until then', async () => {
    const name = `clerk_${randomUUID().slice(0, 8)}`
    await owner.unsafe(`create role ${name} login`)
    const clerk = openSql(asRole(url, name), { max: 1 })
    await expect(createRoles(clerk)).rejects.toThrow(/administrator run once.*db:roles -- USER/)
    await expect(createRoles(owner, `${name}?`)).rejects.toThrow(/no user “clerk_.*\?”/)
    await createRoles(owner, name)
    await createRoles(owner, name)
    await createRoles(clerk)
    for (const role of [APP_ROLE, ARCHIVIST_ROLE]) {
      const [held] = await owner`select pg_has_role(${name}, ${role}, 'member') as held`
      expect(held).toEqual({ held: true })
    }
    await clerk.end()
    await owner.unsafe(`drop role ${name}`)
  })
})
