import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import { openSql, type Sql } from '../connection'
import { createEventStore } from '../event-store'
import { freshDatabase } from '../testing/database'
import { plansOf } from '../testing/plans'
import { ACTOR, creationOf, depositOf } from '../testing/streams'
import { readNewest, readTransfers } from './across-streams'

const IDS = [randomUUID(), randomUUID(), randomUUID()]
const ROUNDS = 6
let url: string
let sql: Sql
let drop: () => Promise<void>
let all: RecordedEvent[] = []

beforeAll(async () => {
  const database = await freshDatabase()
  url = database.url
  drop = database.drop
  sql = openSql(url)
  const store = createEventStore(url)
  // The streams take turns: a plain deposit, and one that is a side of a transfer.
  for (const id of IDS) await store.saveEvents(id, [creationOf(id)], 0)
  for (let round = 0; round < ROUNDS; round++) {
    for (const id of IDS) {
      const balance = BigInt(2 * round + 1)
      const plain = depositOf(1n, { balance })
      const other = depositOf(1n, { balance: balance + 1n })
      const transfer = { id: randomUUID(), accountId: id, number: accountNumber(id), owner: 'A' }
      const side = { event: { ...other.event, transfer }, actor: ACTOR }
      await store.saveEvents(id, [plain, side], 2 * round + 1)
    }
  }
  all = (await Promise.all(IDS.map(store.getEventsForAggregate))).flat().sort(latestFirst)
  await store.close()
})
afterAll(async () => {
  await sql.end()
  await drop()
})

function latestFirst(a: RecordedEvent, b: RecordedEvent): number {
  const byTime = b.createdAt.getTime() - a.createdAt.getTime()
  if (byTime !== 0) return byTime
  if (a.aggregateId === b.aggregateId) return b.version - a.version
  return a.aggregateId < b.aggregateId ? 1 : -1
}

const idsOf = (events: readonly RecordedEvent[]) => events.map(({ eventId }) => eventId)

test('the newest events of several streams come in the order of their recording', async () => {
  expect(idsOf(await readNewest(sql, IDS, 7))).toEqual(idsOf(all.slice(0, 7)))
  const [, second = ''] = IDS
  const own = all.filter(({ aggregateId }) => aggregateId === second)
  expect(idsOf(await readNewest(sql, [second], 3))).toEqual(idsOf(own.slice(0, 3)))
  expect(await readNewest(sql, [], 4)).toEqual([])
})

test('transfers are found among the newest events of each stream only', async () => {
  const sides = all.filter(({ event }) => 'transfer' in event)
  expect(idsOf(await readTransfers(sql, IDS, 100))).toEqual(idsOf(sides))
  // Four events of a stream are two rounds of it, with one side each.
  const late = sides.filter(({ version }) => version > 2 * ROUNDS - 3)
  expect(idsOf(await readTransfers(sql, IDS, 4))).toEqual(idsOf(late).slice(0, 4))
  expect(idsOf(await readTransfers(sql, IDS.slice(0, 1), 4))).toHaveLength(2)
})

test('of each stream no more is read than its newest events', async () => {
  const plans = await plansOf(url, async recording => {
    await readNewest(recording, IDS, 4)
    await readTransfers(recording, IDS, 4)
  })
  expect(plans).toHaveLength(2)
  for (const plan of plans) {
    expect(plan).toContain('Index Scan Backward using events_aggregate_id_event_version_pk')
    expect(plan).not.toContain('Seq Scan')
  }
})
