import { afterAll, beforeAll, expect, test } from 'vitest'
import { asApplication } from '@/db/connection'
import { type FreshDatabase, freshDatabase } from '@/db/testing/database'
import { powerHeld } from './own-login'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

test('the web process detects a login with more rights than appending to the log', async () => {
  expect(await powerHeld(database.url)).toMatch(/attributes such as SUPERUSER/)
  expect(await powerHeld(asApplication(database.url))).toBeNull()
})
