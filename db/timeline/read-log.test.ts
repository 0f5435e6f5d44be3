import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { type FreshDatabase, freshDatabase } from '../testing/database'
import { plansOf } from '../testing/plans'
import { creationOf, depositOf, newIds } from '../testing/streams'
import { type LogCursor, type LogQuery, readLog, UnsupportedFilter } from './read-log'

let database: FreshDatabase
let sql: Sql
let store: EventStore
let log: RecordedEvent[]

const DAY = 86_400_000
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * DAY)
const correlations = newIds(3)

beforeAll(async () => {
  database = await freshDatabase()
  sql = openSql(database.url)
  store = createEventStore(database.url)
  for (const id of newIds(12)) {
    const opened = { ...creationOf(id), occurredAt: day(0) }
    const moved = Array.from({ length: 25 }, (_, n) =>
      depositOf(1n, {
        balance: BigInt(n + 1),
        occurredAt: day((n * 7) % 20),
        actor: { id: `u-${n % 3}`, name: 'U', role: 'teller' },
        ...(n % 4 === 0 ? { correlationId: correlations[n % 3] ?? '' } : {}),
      }),
    )
    await store.saveEvents(id, [opened, ...moved], 0)
  }
  const rows = await sql`select distinct aggregate_id from events`
  const streams = await Promise.all(rows.map(row => store.getEventsForAggregate(row.aggregate_id)))
  log = streams.flat()
})
afterAll(async () => {
  await Promise.all([store.close(), sql.end()])
  await database.drop()
})

const subject = fc.constantFrom<Partial<LogQuery>>(
  {},
  { type: 'AccountCreated' },
  { type: 'MoneyDeposited' },
  { actor: 'u-1' },
  { correlationId: correlations[0] ?? '' },
)
const query = fc.record({
  subject,
  from: fc.option(fc.nat(25)),
  to: fc.option(fc.nat(25)),
  byOccurrence: fc.boolean(),
  order: fc.constantFrom('asc' as const, 'desc' as const),
  limit: fc.integer({ min: 1, max: 40 }),
})

test('pages have exactly the events of the filter, in order, without gap or overlap', async () => {
  await fc.assert(
    fc.asyncProperty(query, async ({ subject, from, to, byOccurrence, order, limit }) => {
      const occurred = byOccurrence && (from !== null || to !== null)
      const asked: LogQuery = {
        ...(occurred ? {} : subject),
        ...(from !== null && occurred ? { occurredFrom: day(from) } : {}),
        ...(to !== null && occurred ? { occurredTo: day(to) } : {}),
        order,
        limit,
      }
      const seen: RecordedEvent[] = []
      let after: LogCursor | null = null
      do {
        const page = await readLog(sql, after ? { ...asked, after } : asked)
        expect(page.events.length).toBeLessThanOrEqual(limit)
        seen.push(...page.events)
        after = page.nextCursor
      } while (after)
      expect(seen).toEqual(naive(asked, occurred))
    }),
    { numRuns: 60 },
  )
})

function naive(asked: LogQuery, byOccurrence: boolean): RecordedEvent[] {
  const clock = (event: RecordedEvent) => (byOccurrence ? event.occurredAt : event.createdAt)
  const sign = asked.order === 'asc' ? 1 : -1
  return log
    .filter(
      event =>
        (asked.type === undefined || event.event.type === asked.type) &&
        (asked.actor === undefined || event.actor.id === asked.actor) &&
        (asked.correlationId === undefined || event.correlationId === asked.correlationId) &&
        (asked.occurredFrom === undefined || event.occurredAt >= asked.occurredFrom) &&
        (asked.occurredTo === undefined || event.occurredAt <= asked.occurredTo),
    )
    .toSorted(
      (a, b) =>
        sign *
        (clock(a).getTime() - clock(b).getTime() ||
          (a.aggregateId < b.aggregateId ? -1 : a.aggregateId > b.aggregateId ? 1 : 0) ||
          a.version - b.version),
    )
}

test.each<[string, Partial<LogQuery>]>([
  ['two subjects', { type: 'MoneyDeposited', actor: 'u-1' }],
  ['both clocks', { occurredFrom: day(1), createdTo: day(2) }],
  ['a subject on the business clock', { actor: 'u-1', occurredTo: day(2) }],
  ['a filter that does not exist', { note: 'rent' } as Partial<LogQuery>],
])('%s: refused, never answered unfiltered', async (_, filter) => {
  const asked: LogQuery = { order: 'asc', limit: 5, ...filter }
  await expect(readLog(sql, asked)).rejects.toBeInstanceOf(UnsupportedFilter)
})

test.each<[string, Partial<LogQuery>]>([
  ['all', {}],
  ['type', { type: 'AccountCreated' }],
  ['actor', { actor: 'u-1' }],
  ['correlation', { correlationId: randomUUID() }],
  ['created_at', { createdFrom: day(1), createdTo: day(400) }],
  ['occurred_at', { occurredFrom: day(1), occurredTo: day(3) }],
])('no read scans the table: %s', async (_, filter) => {
  const after = { at: day(9), aggregateId: randomUUID(), version: 3 }
  for (const order of ['asc', 'desc'] as const) {
    for (const place of [{}, { after }]) {
      const asked = { order, limit: 5, ...filter, ...place }
      const [plan] = await plansOf(database.url, client => readLog(client, asked))
      expect(plan).not.toMatch(/Seq Scan/)
      expect(plan).not.toMatch(/-> +Sort /)
      expect(plan).toMatch(/Index Scan/)
    }
  }
})
