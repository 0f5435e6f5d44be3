import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { balanceOf } from '../codecs/registry'
import { asArchivist, openSql, type Sql } from '../connection'
import type { EventStore } from '../event-store'
import { readFeedRows } from '../feed/read-feed'
import { sequence } from '../feed/sequencer'
import { explainByDate } from '../past/effective-order'
import { checkProjections } from '../projections/check'
import { REBUILDS } from '../projections/rebuild'
import { YearDetached } from '../streams/detached'
import { type Clocks, stateAt } from '../streams/state-at'
import { archiveBefore } from '../testing/archive'
import { at, counts, type Step, saveHistory, sumOf } from '../testing/histories'
import { openTestStore } from '../testing/store'
import { lastVersionAt } from '../timeline/last-version'
import { DamagedYear, yearFile } from './year-file'
import { attachYear, detachYear, YearRefused } from './years'

/** The histories are of these years, seen from 2033. */
const NOW = new Date(Date.UTC(2033, 5, 1))
const FIRST = 2026
const SPAN = 2_000

let sql: Sql
let archivist: Sql
let store: EventStore
let folder: string
let close: () => Promise<void>
const histories: { readonly id: string; readonly events: readonly RecordedEvent[] }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-years-'))
  let url: string
  ;({ url, store, sql, close } = await openTestStore())
  archivist = openSql(asArchivist(url))
  // Six days apart, every seventh late by up to a year; and one without late ones, one short one.
  const steps = (length: number, late: boolean): Step[] =>
    Array.from({ length }, (_, n) => ({
      gap: 6,
      late: late && n % 7 === 3 ? 30 + ((n * 53) % 330) : 0,
      amount: BigInt(n + 1),
    }))
  for (const [length, late] of [
    [330, true],
    [310, false],
    [40, true],
  ] as const) {
    histories.push(await saveHistory(store, steps(length, late)))
  }
  while (await sequence(sql));
  expect(await archiveBefore(archivist, new Date(Date.UTC(2100, 0, 1)))).toBe(596)
})
afterAll(async () => {
  await archivist.end()
  await close()
  await rm(folder, { recursive: true, force: true })
})

/** Every answer is right, or is that a year is detached. @returns how many were which */
async function readEverything(detachedUntil: number | null) {
  const tally = { exact: 0, away: 0 }
  const asked: Promise<void>[] = []
  const ask = (what: string, isRight: () => Promise<void>) => void asked.push(answer(what, isRight))
  const answer = async (what: string, isRight: () => Promise<void>) => {
    try {
      await isRight()
      tally.exact++
    } catch (error) {
      if (!(error instanceof YearDetached)) throw new Error(what, { cause: error })
      expect(detachedUntil, what).not.toBeNull()
      expect(error.message).toContain(`attach ${error.year}`)
      expect(error.year).toBeLessThanOrEqual(detachedUntil ?? 0)
      tally.away++
    }
  }
  for (const { id, events } of histories) {
    for (let day = -10; day <= SPAN; day += 131) {
      for (const known of [undefined, day + 90]) {
        const clocks: Clocks = { asOf: at(day), knownAt: known === undefined ? known : at(known) }
        ask(`${id} ${day} ${known}`, () => isRightAt(id, events, clocks))
      }
      ask(`version at ${day}`, async () => {
        const bound = { instant: at(day), newest: events.length }
        const expected = events.filter(event => event.createdAt <= at(day)).length
        expect(await lastVersionAt(sql, id, 'created_at', bound)).toBe(expected)
      })
    }
    for (let version = 1; version <= events.length; version += 41) {
      ask(`v${version}`, async () => {
        const { stream } = await stateAt(sql, id, { version })
        expect(balanceOf(stream)).toBe(sumOf(events.slice(0, version)))
        expect(await store.getEventStream(id, version, version + 2)).toEqual(
          events.slice(version - 1, version + 2),
        )
        const [point] = await store.readCourse(id, [version])
        expect(point?.balance).toBe(sumOf(events.slice(0, version)))
      })
    }
    for (const filter of [{}, { late: true as const }, { min: '0.50' }, { note: 'nowhere' }]) {
      for (const order of ['asc', 'desc'] as const) {
        ask(`timeline ${order}`, () => isWholeTimeline(id, events, filter, order))
      }
    }
  }
  await Promise.all(asked)
  return tally
}

async function isRightAt(id: string, events: readonly RecordedEvent[], clocks: Clocks) {
  const expected = events.filter(event => counts(clocks, event))
  const found = await stateAt(sql, id, clocks)
  expect(balanceOf(found.stream)).toBe(sumOf(expected))
  const of = { aggregateId: id, clocks, at: found }
  const { entries } = await explainByDate(sql, of, { limit: 20 })
  const byDate = expected.toSorted(
    (a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || b.version - a.version,
  )
  expect(entries.map(({ event }) => event)).toEqual(byDate.slice(0, 20))
}

async function isWholeTimeline(
  id: string,
  events: readonly RecordedEvent[],
  filter: { late?: true; min?: string; note?: string },
  order: 'asc' | 'desc',
) {
  const isIn = (event: RecordedEvent) =>
    filter.note === undefined &&
    (!filter.late || event.occurredAt < event.frontierAt) &&
    (filter.min === undefined || sumOf([event]) >= 50n)
  const expected = events.filter(isIn)
  const found: RecordedEvent[] = []
  for (let after: number | null = null; ; ) {
    const place = after === null ? {} : { after }
    const part = await store.readTimeline(id, {
      filter,
      order,
      newest: events.length,
      limit: 25,
      ...place,
    })
    found.push(...part.events)
    const until = order === 'asc' ? expected : expected.toReversed()
    expect(found).toEqual(until.slice(0, found.length))
    if (part.next === null) break
    after = part.next
  }
  expect(found).toHaveLength(expected.length)
}

test('a year leaves and comes back, and no answer is wrong meanwhile', async () => {
  const whole = await readEverything(null)
  expect(whole.away).toBe(0)
  await expect(detachYear(sql, 2028, folder, NOW)).rejects.toThrow('detach 2026 before 2028')
  await expect(detachYear(sql, 2032, folder, NOW)).rejects.toThrow(YearRefused)
  for (const year of [FIRST, FIRST + 1]) {
    const { events } = await detachYear(sql, year, folder, NOW)
    expect(events).toBeGreaterThan(50)
    const tally = await readEverything(year)
    expect(tally.exact + tally.away).toBe(whole.exact)
    expect(tally.away).toBeGreaterThan(10)
    // What was recorded since is all there.
    expect(tally.exact).toBeGreaterThan(30)
  }
  for (const year of [FIRST + 1, FIRST]) {
    await expect(attachYear(sql, year - 1)).rejects.toThrow(YearRefused)
    await attachYear(sql, year)
  }
  expect(await readEverything(null)).toEqual(whole)
  const differences = await checkProjections(sql)
  expect(differences.filter(({ where }) => where === 'events' || where === 'snapshots')).toEqual([])
})

test('the log as a whole says which year is missing, and goes on where nothing is', async () => {
  await rm(join(folder, yearFile(FIRST)), { force: true })
  await detachYear(sql, FIRST, folder, NOW)
  const start = new Date(Date.UTC(FIRST + 1, 0, 1))
  const all = histories.flatMap(({ events }) => events)
  const since = all.filter(event => event.createdAt >= start)
  for (const order of ['asc', 'desc'] as const) {
    const found: RecordedEvent[] = []
    const query = { createdFrom: start, order, limit: 100 }
    for (let after: Parameters<EventStore['readLog']>[0]['after']; ; ) {
      const page = await store.readLog(after ? { ...query, after } : query)
      found.push(...page.events)
      if (!page.nextCursor) break
      after = page.nextCursor
    }
    expect(found).toHaveLength(since.length)
  }
  const newest = await store.readLog({ order: 'desc', limit: 10_000 })
  expect(newest.events).toHaveLength(since.length)
  const after = newest.nextCursor
  if (!after) throw new Error('The page should go on to the detached year')
  await expect(store.readLog({ order: 'desc', limit: 10, after })).rejects.toThrow(YearDetached)
  await expect(store.readLog({ order: 'asc', limit: 10 })).rejects.toThrow(YearDetached)
  await expect(readFeedRows(sql, 0, 500)).rejects.toThrow(YearDetached)
  await expect(checkProjections(sql)).rejects.toThrow(YearDetached)
  await expect(REBUILDS.accounts?.(sql, () => {})).rejects.toThrow(YearDetached)
  expect(await archiveBefore(archivist, new Date(Date.UTC(2100, 0, 1)))).toBe(0)
})

test('appends go on, and the balance before them is found', async () => {
  const [long] = histories
  if (!long) throw new Error('No history')
  const { id, events } = long
  const balance = sumOf(events) + 5n
  const actor = { id: randomUUID(), name: 'T', role: 'teller' }
  const event = {
    type: 'MoneyDeposited',
    amount: 5n,
    balance,
    currency: 'EUR',
    note: null,
  } as const
  await store.saveEvents(id, [{ event, actor }], events.length)
  expect((await store.getEventStream(id, events.length + 1, events.length + 1))[0]?.event).toEqual(
    event,
  )
})

test('a changed or missing file is refused, and nothing of it stays', async () => {
  const path = join(folder, yearFile(FIRST))
  const bytes = await readFile(path)
  await writeFile(path, bytes.subarray(0, bytes.length - 40))
  await expect(attachYear(sql, FIRST)).rejects.toThrow(DamagedYear)
  await rm(path)
  await expect(attachYear(sql, FIRST)).rejects.toThrow(DamagedYear)
  await writeFile(path, bytes)
  await attachYear(sql, FIRST)
  await expect(detachYear(sql, FIRST, folder, NOW)).rejects.toThrow('can’t be written')
  expect(await readFile(path)).toEqual(bytes)
})

test('a partition in the place of a year has the guard of the archive', async () => {
  for (const statement of ['delete from', 'truncate']) {
    await expect(sql.unsafe(`${statement} events_archive_${FIRST}`)).rejects.toMatchObject({
      code: '23001',
    })
  }
})
