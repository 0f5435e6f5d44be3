import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSql } from '../connection'
import { overload } from '../lab/bench/overload'
import { freshDatabase } from '../testing/database'

let url: string
let drop: () => Promise<void>

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
})
afterAll(() => drop())

test('more commands than the queue holds: some are done, the rest refused, and nothing grows without limit', async () => {
  const limits = { queueMax: 300, deadlineMs: 5_000 }
  const came = await overload(url, 4, limits)
  expect(came.acceptedMs.length).toBeGreaterThan(0)
  expect(came.refusedMs.length).toBeGreaterThan(0)
  expect(came.strange).toBe(0)
  // The queue, and two batches taken out of it.
  expect(came.unansweredMax).toBeLessThanOrEqual(3 * limits.queueMax)
  // Accepted commands are stored, once each.
  const sql = openSql(url)
  const [stored] = await sql`
    select count(*)::int as events from events where event_type = 'MoneyDeposited'`
  const [commands] = await sql`
    select count(*)::int as accepted from commands where last_version > 1`
  await sql.end()
  expect(commands?.accepted).toBe(stored?.events)
  expect(stored?.events).toBeGreaterThanOrEqual(came.acceptedMs.length)
})
