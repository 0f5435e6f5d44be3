import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSql, type Sql } from '../connection'
import { freshDatabase } from '../testing/database'
import { SENT_EVENTS_MAX, sumSent } from './moved-alone'

let drop: () => Promise<void>
let sql: Sql
beforeAll(async () => {
  const fresh = await freshDatabase()
  drop = fresh.drop
  sql = openSql(fresh.url, { max: 1 })
  // As in a restore: the log's own triggers would want a stream that begins.
  await sql`set session_replication_role = replica`
})
afterAll(async () => {
  await sql.end()
  await drop()
})

const HOUR_MS = 3_600_000

/** Transfers of 1.00 out of an account, the first of them some hours ago and the others later. */
async function send(actorId: string, count: number, hoursAgo: number) {
  await sql`
    insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
      schema_version, aggregate_type, event_type, event_data, metadata)
    select ${randomUUID()}, gen_random_uuid(), at, at, at, n, 1, 'BankAccount', 'MoneyWithdrawn',
      '{"amount": "1.00", "balance": "5.00", "currency": "EUR", "transfer": {}}',
      jsonb_build_object('actor', jsonb_build_object('id', ${actorId}::text), 'commandId', n::text)
    from generate_series(1, ${count}::int) as n
    cross join (select now() - ${hoursAgo}::int * interval '1 hour' as at) as time`
}

const sentBy = (actorId: string, hours: number, commandId = '') =>
  sumSent(sql, {
    ...{ actorId, commandId, currency: 'EUR' },
    since: new Date(Date.now() - hours * HOUR_MS),
  })

test('what somebody sent is added up since a moment, as far as it can be', async () => {
  await send('few', 3, 1)
  await send('few', 2, 30)
  expect(await sentBy('few', 24)).toBe(300n)
  expect(await sentBy('few', 24, '2')).toBe(200n)
  expect(await sentBy('few', 48)).toBe(500n)
  expect(await sentBy('nobody', 24)).toBe(0n)
  await send('many', SENT_EVENTS_MAX, 2)
  expect(await sentBy('many', 24)).toBe(BigInt(SENT_EVENTS_MAX) * 100n)
  await send('many', 1, 1)
  expect(await sentBy('many', 24)).toBeNull()
  expect(await sentBy('many', 1.5)).toBe(100n)
})
