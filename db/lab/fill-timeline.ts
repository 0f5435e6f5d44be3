import { randomUUID } from 'node:crypto'
import { SNAPSHOT_INTERVAL } from '@/domain/event-sourcing/stream'
import { bankAccountCodec } from '../codecs/bank-account/codec'
import { databaseUrl, openSql } from '../connection'
import { createEventStore } from '../event-store'

/**
 * Makes a very long account, for `npm run measure:timeline`: opened by the store, then filled by
 * the database itself, which takes seconds for a million events. Not for a real bank: the events
 * have no commands, and the feed never gets them.
 */
const count = Number(process.argv[2] ?? 1_000_000)
if (!Number.isInteger(count) || count < 2) throw new Error('How many events? Such as 1000000.')

const url = databaseUrl()
const store = createEventStore(url)
const sql = openSql(url, { max: 1 })
const accountId = randomUUID()
const actor = { id: 'measure', name: 'Measure', role: 'program' }
const opened = new Date(Date.now() - (count + 1) * 60_000)
await store.appendEvents([
  {
    aggregateId: accountId,
    expected: 0,
    events: [
      {
        event: {
          type: 'AccountCreated',
          accountId,
          owner: 'A long history',
          currency: 'EUR',
          openingBalance: 0n,
          reference: null,
          customerId: null,
        },
        actor,
        occurredAt: opened,
      },
    ],
  },
])
const SLICE = 100_000
for (let from = 2; from <= count; from += SLICE) {
  const to = Math.min(count, from + SLICE - 1)
  await sql`
    insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
      schema_version, aggregate_type, event_type, event_data, metadata)
    select ${accountId}, gen_random_uuid(), at, first.created_at, at, n, 1, 'BankAccount',
      'MoneyDeposited',
      jsonb_build_object('amount', '1.00', 'balance', (n - 1)::text || '.00', 'currency', 'EUR',
        'note', 'Line ' || n),
      jsonb_build_object('actor', ${sql.json(actor)}::jsonb)
    from generate_series(${from}::int, ${to}::int) as n
    cross join lateral (select ${opened}::timestamptz + n * interval '1 minute' as at) as times
    cross join (select created_at from events
      where aggregate_id = ${accountId} and event_version = 1) as first`
}
await sql`
  insert into snapshots (aggregate_id, version, shape, state, created_at, frontier_at)
  select aggregate_id, event_version, ${bankAccountCodec.shape}::smallint,
    jsonb_build_object('accountId', aggregate_id, 'owner', 'A long history', 'currency', 'EUR',
      'balance', event_data ->> 'balance', 'reference', null, 'customerId', null,
      'openedAt', ${opened.toISOString()}::text),
    created_at, frontier_at
  from events
  where aggregate_id = ${accountId} and event_version % ${SNAPSHOT_INTERVAL}::int = 0`
await sql`
  update accounts set version = ${count}, balance = ${(count - 1) * 100}
  where aggregate_id = ${accountId}`
await sql`analyze events`
await sql`analyze snapshots`
console.log(accountId)
await Promise.all([store.close(), sql.end()])
