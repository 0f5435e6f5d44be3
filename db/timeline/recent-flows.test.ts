import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sql } from '../connection'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { creationOf, depositOf, withdrawalOf } from '../testing/streams'
import { readNewestOfEach } from './across-streams'
import { readRecentFlows } from './recent-flows'

let url: string
let sql: Sql
let close: () => Promise<void>
const [one, other] = [randomUUID(), randomUUID()]

/** Three days up to today, in UTC. */
const today = new Date(new Date().toISOString().slice(0, 10))
const begin = [2, 1, 0].map(ago => new Date(today.getTime() - ago * 86_400_000))
const days = { first: begin[0]?.toISOString().slice(0, 10) ?? '', begin }
const atNoon = (index: number) => new Date((begin[index]?.getTime() ?? 0) + 1000)

beforeAll(async () => {
  const { store, ...opened } = await openTestStore()
  ;({ url, sql, close } = opened)
  const long = new Date(today.getTime() - 90 * 86_400_000)
  await store.saveEvents(
    one,
    [
      { ...creationOf(one, 5_000n), occurredAt: long },
      depositOf(100n, { balance: 5_100n, occurredAt: atNoon(0) }),
      withdrawalOf(30n, { balance: 5_070n, occurredAt: atNoon(0) }),
      depositOf(7n, { balance: 5_077n, occurredAt: atNoon(2) }),
    ],
    0,
  )
  await store.saveEvents(other, [{ ...creationOf(other, 9n), occurredAt: atNoon(1) }], 0)
})
afterAll(() => close())

test('flows are by stream and day, without what occurred before', async () => {
  const { flows, partial } = await readRecentFlows(sql, [one, other], days, 100)
  expect(flows.filter(({ streamId }) => streamId === one)).toEqual([
    { streamId: one, day: 1, inflow: 100n, outflow: 30n },
    { streamId: one, day: 3, inflow: 7n, outflow: 0n },
  ])
  expect(flows.filter(({ streamId }) => streamId === other)).toEqual([
    { streamId: other, day: 2, inflow: 9n, outflow: 0n },
  ])
  expect(partial.size).toBe(0)
  expect(await readRecentFlows(sql, [], days, 100)).toEqual({ flows: [], partial: new Set() })
})

test('a stream with more events than are read is told', async () => {
  const { flows, partial } = await readRecentFlows(sql, [one, other], days, 2)
  expect([...partial]).toEqual([one])
  expect(flows.find(({ streamId }) => streamId === one)).toMatchObject({ day: 1, outflow: 30n })
})

test('the newest events are those of each stream', async () => {
  const events = await readNewestOfEach(sql, [one, other], 2)
  expect(events.filter(event => event.aggregateId === one).map(event => event.version)).toEqual([
    4, 3,
  ])
  expect(events.filter(event => event.aggregateId === other)).toHaveLength(1)
})

test('both are read backwards by the key of the log, a few rows of each stream', async () => {
  const plans = await plansOf(url, async recording => {
    await readNewestOfEach(recording, [one, other], 3)
    await readRecentFlows(recording, [one, other], days, 100)
  })
  expect(plans).toHaveLength(2)
  for (const plan of plans) {
    expect(plan).toMatch(/Index Scan Backward using events_aggregate_id_event_version_pk/)
    expect(plan).toMatch(/Limit/)
  }
})
