import { afterAll, beforeAll, expect, test } from 'vitest'
import { asApplication, openSql, type Sql } from '../connection'
import type { EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { at, saveHistory, steadyHistory } from '../testing/histories'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { forecast } from './forecast'
import { readFigures } from './read-figures'
import { reportOf } from './report'

const unknown = { diskFreeBytes: null, memoryBytes: null }

let url: string
let sql: Sql
let store: EventStore
let app: Sql
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
  app = openSql(asApplication(url))
  await saveHistory(store, steadyHistory(250))
  while (await sequence(sql));
})
afterAll(async () => {
  await app.end()
  await close()
})

test('days, kinds and what the archive would take are those of the log', async () => {
  const noon = new Date(at(29).getTime() + 43_200_000)
  const found = await readFigures(app, unknown, { at: noon, archiveAfterDays: 9 })
  expect(found.events).toBe(251)
  // Opened on day 0, then a deposit a day; the day of the opening is no whole one.
  expect(found.days).toEqual(Array(29).fill(1))
  const places = found.sample.map(({ place }) => place)
  expect(places).toHaveLength(251)
  // Versions 2 to 21, of day 20 and before.
  expect(places.filter(place => place === 'movable')).toHaveLength(20)
  expect(found.sample.filter(({ kind }) => kind === 'MoneyDeposited')).toHaveLength(250)
  expect(found.sample.every(({ bytes }) => bytes > 100 && bytes < 2_000)).toBe(true)
})

test('nothing scans a table that grows', async () => {
  const plans = await plansOf(url, client => readFigures(client, unknown))
  expect(plans.length).toBe(6)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan on (events|snapshots|commands|feed|accounts)/)
    expect(plan).not.toMatch(/(Hash|Merge) Join/)
  }
})

test('the report names what it can’t know, and how to give it', async () => {
  const lines = reportOf(forecast(await readFigures(sql, unknown))).join('\n')
  expect(lines).toMatch(/^251 events, /)
  expect(lines).toContain('--disk-free 200G')
  expect(lines).toContain('--memory 32G')
})
