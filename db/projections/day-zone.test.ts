import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Sql } from '../connection'
import { dayZoneOf, startDayZones } from '../day-zone'
import type { EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import { openTestStore } from '../testing/store'
import { creationOf, depositOf, newIds } from '../testing/streams'
import { checkProjections } from './check'
import { readDailyFlows } from './daily-flows'
import { readLargestMovements } from './largest-movements'
import { REBUILDS } from './rebuild'
import { SUBSCRIBERS } from './subscribers'

let sql: Sql
let store: EventStore
let close: () => Promise<void>

beforeEach(async () => {
  ;({ store, sql, close } = await openTestStore())
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await close()
})

/** In Auckland 28 October; in New York, and in UTC, 27 October. */
const EVENING = new Date('2026-10-27T12:30:00.000Z')
const MARCH = { occurredAt: new Date('2026-03-12T11:00:00.000Z'), occurredOn: '2026-03-12' }

async function recordBoth(): Promise<void> {
  const [id = ''] = newIds(1)
  const events = [
    { ...creationOf(id), ...MARCH },
    depositOf(300n, MARCH),
    depositOf(500n, { balance: 800n, occurredAt: EVENING }),
  ]
  await store.saveEvents(id, events, 0)
  while (await sequence(sql));
  for (const one of SUBSCRIBERS) while (await advanceSubscription(sql, one));
}

const days = async () =>
  (await readDailyFlows(sql, '2026-01-01', '2026-12-31')).map(({ day, inflow }) => [day, inflow])

test('days are those of the zone with which the bank began; a date is that date', async () => {
  await startDayZones(sql, 'Pacific/Auckland')
  await recordBoth()
  expect(await dayZoneOf(sql, 'daily_flows')).toBe('Pacific/Auckland')
  expect(await days()).toEqual([
    ['2026-03-12', 300n],
    ['2026-10-28', 500n],
  ])
  const largest = await readLargestMovements(sql, 'EUR', '2026-10-28', '2026-10-28')
  expect(largest).toMatchObject([{ amount: 500n, occurredOn: null }])
  const march = await readLargestMovements(sql, 'EUR', '2026-03-12', '2026-03-12')
  expect(march).toMatchObject([{ amount: 300n, occurredOn: '2026-03-12' }])
  const hours = await sql`select hour, events from busy_hours`
  expect([...hours]).toEqual([{ hour: new Date('2026-10-27T12:00:00.000Z'), events: 1 }])
  expect(await checkProjections(sql)).toEqual([])
})

test('another setting counts from a rebuild on', async () => {
  await recordBoth()
  await startDayZones(sql, 'Pacific/Auckland')
  expect(await dayZoneOf(sql, 'daily_flows')).toBe('UTC')
  expect(await days()).toContainEqual(['2026-10-27', 500n])
  vi.stubEnv('DAYBOOK_TIME_ZONE', 'Pacific/Auckland')
  for (const rebuild of Object.values(REBUILDS)) await rebuild(sql, () => {})
  expect(await dayZoneOf(sql, 'daily_flows')).toBe('Pacific/Auckland')
  expect(await dayZoneOf(sql, 'account_standings')).toBe('Pacific/Auckland')
  expect(await days()).toContainEqual(['2026-10-28', 500n])
  expect(await checkProjections(sql)).toEqual([])
})
