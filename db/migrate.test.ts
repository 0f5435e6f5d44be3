import { afterAll, beforeAll, expect, test } from 'vitest'
import { asApplication, openSql, type Sql } from './connection'
import { migrate } from './migrate'
import { freshDatabase } from './testing/database'

let url: string
let drop: () => Promise<void>
let owner: Sql

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  owner = openSql(url, { max: 1 })
  await migrate(url)
})
afterAll(async () => {
  await owner.end()
  await drop()
})

/** What the web process may do with a table that this program doesn't know. */
async function mayRead(): Promise<boolean> {
  const application = openSql(asApplication(url), { max: 1 })
  try {
    return await application`select from of_the_next_release`.then(
      () => true,
      () => false,
    )
  } finally {
    await application.end()
  }
}

test('a start takes rights that this release doesn’t give', async () => {
  await owner.unsafe(
    'create table of_the_next_release (n int); grant select on of_the_next_release to daybook_app',
  )
  expect(await mayRead()).toBe(true)
  await migrate(url)
  expect(await mayRead()).toBe(false)
})

test('an older release that starts beside a newer one leaves it its rights', async () => {
  await owner`grant select on of_the_next_release to daybook_app`
  await owner`
    insert into drizzle.__drizzle_migrations (hash, created_at)
    select 'of the next release', max(created_at) + 1 from drizzle.__drizzle_migrations`
  await migrate(url)
  expect(await mayRead()).toBe(true)
})
