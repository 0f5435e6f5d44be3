import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { balanceOf } from '../codecs/registry'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { type Clocks, stateAt } from '../streams/state-at'
import {
  at,
  changeIn,
  counts,
  days,
  everyEntry,
  history,
  momentOf,
  saveHistory,
  steadyHistory,
  sumOf,
} from '../testing/histories'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { readCourse, sampleVersions } from './course'
import { readCourseByDate } from './course-by-date'
import { entriesAfter, explainByDate } from './effective-order'
import type { Entry } from './explanation'

let sql: Sql
let url: string
let store: EventStore
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
})
afterAll(() => close())

const byDate = (events: readonly RecordedEvent[]) =>
  events.toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.version - b.version,
  )

test('a date has the events of the double filter in effective order, and they add up', async () => {
  await fc.assert(
    fc.asyncProperty(
      history,
      days,
      fc.integer({ min: 7, max: 90 }),
      async (steps, asked, limit) => {
        const { id, events } = await saveHistory(store, steps)
        const clocks = momentOf(asked) as Clocks
        const state = await stateAt(sql, id, clocks)
        const expected = byDate(events.filter(event => counts(clocks, event)))
        const entries = await wholeList(id, clocks, limit)
        expect(entries.map(({ event }) => event)).toEqual(expected.toReversed())
        for (const [index, { event, change, balance, isLate }] of entries.entries()) {
          expect(change).toBe(changeIn(event))
          expect(balance).toBe(sumOf(expected.slice(0, expected.length - index)))
          expect(isLate).toBe(event.occurredAt < event.frontierAt)
        }
        expect(entries[0]?.balance ?? 0n).toBe(balanceOf(state.stream))

        const { asOf, knownAt } = clocks
        const known = byDate(events.filter(event => counts({ knownAt }, event)))
        const following = asOf
          ? known.filter(({ occurredAt }) => occurredAt > asOf).slice(0, 3)
          : []
        const after = await entriesAfter(sql, { aggregateId: id, clocks, at: state }, 3)
        expect(after.map(({ event }) => event)).toEqual(following)
        for (const [index, { balance }] of after.entries()) {
          expect(balance).toBe(sumOf([...expected, ...following.slice(0, index + 1)]))
        }
      },
    ),
    { numRuns: 20 },
  )
})

async function wholeList(id: string, clocks: Clocks, limit: number): Promise<Entry[]> {
  const of = { aggregateId: id, clocks, at: await stateAt(sql, id, clocks) }
  return everyEntry(limit, page => explainByDate(sql, of, page))
}

const range = fc.tuple(fc.integer({ min: 1, max: 261 }), fc.integer({ min: 1, max: 261 }))

test('the course by date is exact at each of its points, late events at their date', async () => {
  await fc.assert(
    fc.asyncProperty(
      history,
      range,
      fc.option(fc.nat(300)),
      fc.constantFrom(400, 12),
      async (steps, ends, known, pointsMax) => {
        const { id, events } = await saveHistory(store, steps)
        const knownAt = known === null ? undefined : at(known)
        const newest = events.filter(event => counts({ knownAt }, event)).length
        const [from, to] = ends.map(end => Math.min(end, newest)).toSorted((a, b) => a - b)
        const versions = from && to ? sampleVersions(from, to, pointsMax) : []
        const course = await readCourse(sql, id, versions)
        const found = await readCourseByDate(sql, id, course, knownAt)
        const [first, last] = [course[0]?.frontierAt, course.at(-1)?.frontierAt]
        if (!first || !last) return expect(found.points).toEqual([])

        const inOrder = byDate(events.filter(event => counts({ knownAt }, event)))
        const until = (place: { occurredAt: Date; version: number }) =>
          sumOf(inOrder.filter(event => byDate([event, place as RecordedEvent])[0] === event))
        for (const { version, at: date, balance } of found.points) {
          expect(date >= first && date <= last).toBe(true)
          const dated = version === null ? null : events[version - 1]
          if (dated) expect([date, balance]).toEqual([dated.occurredAt, until(dated)])
        }
        expect(found.points.at(-1)?.at).toEqual(last)
        const isOnTime = ({ occurredAt, frontierAt }: RecordedEvent) => occurredAt >= frontierAt
        const next = inOrder.find(event => event.version > (to ?? 0) && isOnTime(event))
        const isCut = next?.occurredAt.getTime() === last.getTime()
        const late = inOrder.filter(
          event =>
            event.version > (from ?? 0) &&
            !isOnTime(event) &&
            event.occurredAt >= first &&
            (isCut ? event.occurredAt < last : event.occurredAt <= last),
        )
        expect(found.late.map(({ version }) => version)).toEqual(late.map(({ version }) => version))
        expect(found.lateCount).toBe(late.length)
        if (pointsMax === 400) {
          const named = found.points.flatMap(({ version }) => version ?? [])
          expect(named).toEqual(expect.arrayContaining(late.map(({ version }) => version)))
          expect(named).toEqual([...new Set(named)])
        }
      },
    ),
    { numRuns: 12 },
  )
})

test('late events of a date before the newest one move the line from their date on', async () => {
  const { id } = await saveHistory(store, [...steadyHistory(5), { gap: 1, late: 4, amount: 7n }])
  const course = await readCourse(sql, id, [1, 2, 3, 4, 5, 6, 7])
  const { points, late } = await readCourseByDate(sql, id, course)
  expect(points.map(({ version, balance, isLate }) => [version, balance, isLate])).toEqual([
    [1, 0n, false],
    [2, 1n, false],
    [3, 2n, false],
    [7, 9n, true],
    [4, 10n, false],
    [5, 11n, false],
    [6, 12n, false],
  ])
  expect(late).toMatchObject([{ version: 7, occurredAt: at(2), change: 7n }])
})

test('reading by date uses the primary key and the index of late events alone', async () => {
  const { id } = await saveHistory(store, steadyHistory(230, 3))
  const plans = await plansOf(url, async sql => {
    const clocks = { asOf: at(120), knownAt: at(200) }
    const of = { aggregateId: id, clocks, at: await stateAt(sql, id, clocks) }
    await explainByDate(sql, of, { before: 90, limit: 9 })
    await entriesAfter(sql, of, 2)
    const course = await readCourse(sql, id, sampleVersions(1, 231, 20))
    await readCourseByDate(sql, id, course, at(200))
  })
  expect(plans.length).toBeGreaterThan(8)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan/)
    expect(plan).not.toMatch(/events_(archive_)?by_/)
    expect(plan).toMatch(/Index (Only )?Scan/)
  }
  expect(plans.filter(plan => plan.includes('events_late')).length).toBeGreaterThan(4)
})
