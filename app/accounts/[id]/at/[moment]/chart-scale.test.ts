import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CourseJson } from '@/app/_wire/look-back'
import { minorOf } from '@/domain/money/decimals'
import {
  cornersOf,
  dateScale,
  idleWords,
  lateMarks,
  longestIdles,
  pointAt,
  scaleOf,
  stepPath,
} from './chart-scale'

const pointsOf = (...balances: string[]) =>
  balances.map((balance, index) => ({
    version: index + 1,
    occurredAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    frontierAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    balance,
  }))

const DAY = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()

type Told = { day: number; balance: string; late?: number }

/** A course of events recorded on days; `late` is the day that a late one is dated. */
function courseOf(told: readonly Told[], byDate: CourseJson['byDate']['points'] = []): CourseJson {
  const points = told.map(({ day, balance, late }, index) => {
    return { version: index + 1, occurredAt: DAY(late ?? day), frontierAt: DAY(day), balance }
  })
  const late = told.flatMap(({ day, late }, index) =>
    late === undefined ? [] : [{ version: index + 1, occurredAt: DAY(late), createdAt: DAY(day) }],
  )
  const to = told.length
  return {
    ...{ from: 1, to, newest: to, currency: 'EUR', points },
    byDate: { points: byDate, late, lateCount: late.length },
  }
}

/** Days that never decrease, as the log's frontier, with late entries among them. */
const tellings = fc
  .array(
    fc.record({
      gap: fc.nat(3),
      balance: fc.bigInt(-(10n ** 17n), 10n ** 17n),
      late: fc.option(fc.integer({ min: 1, max: 5 }), { nil: 0 }),
    }),
    { minLength: 1, maxLength: 50 },
  )
  .map(steps => {
    let day = 0
    return steps.map(({ gap, balance, late }, index): Told => {
      day += gap
      const told = { day, balance: balance.toString() }
      return index > 0 && late > 0 && day >= late ? { ...told, late: day - late } : told
    })
  })

test('every balance lies inside the chart, in order, with few grid lines', () => {
  fc.assert(
    fc.property(tellings, fc.constantFrom('time' as const, 'events' as const), (told, axis) => {
      const { y, lines } = scaleOf(courseOf(told), axis)
      expect(lines.length).toBeLessThanOrEqual(6)
      for (const { balance } of told) {
        expect(y(BigInt(balance))).toBeGreaterThanOrEqual(0)
        expect(y(BigInt(balance))).toBeLessThanOrEqual(1)
      }
      expect(lines.map(y)).toEqual(lines.map(y).toSorted((a, b) => a - b))
    }),
  )
})

test('no later date is left of an earlier one by time, no later event by event', () => {
  fc.assert(
    fc.property(tellings, fc.nat(120), fc.nat(120), (told, one, other) => {
      const course = courseOf(told)
      const [time, events] = [scaleOf(course, 'time'), scaleOf(course, 'events')]
      const [early, late] = [one, other].toSorted((a, b) => a - b)
      if (time.axis === 'time') {
        expect(time.xAt(DAY(early ?? 0))).toBeLessThanOrEqual(time.xAt(DAY(late ?? 0)) ?? -1)
        expect(told[0]?.day).not.toBe(told.at(-1)?.day)
      } else expect(told[0]?.day).toBe(told.at(-1)?.day)
      for (const scale of [time, events]) {
        const places = told.map((_, index) => scale.x(index + 1))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
        expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...places)).toBeLessThanOrEqual(1)
        // The pointer finds the version whose place it is at, or another at the same place.
        for (const [index, x] of places.entries()) {
          const found = scale.versionAt(x)
          expect(scale.x(found)).toBeCloseTo(x, 9)
          expect(found).toBeGreaterThanOrEqual(index + 1)
        }
      }
      expect(events.xAt(DAY(early ?? 0))).toBeNull()
    }),
  )
})

test('a version between two points stands between them, by time too', () => {
  const whole = courseOf([0, 1, 2, 3, 8].map(day => ({ day, balance: '1.00' })))
  const sampled = { ...whole, points: whole.points.filter(({ version }) => version !== 4) }
  const { x, versionAt } = scaleOf(sampled, 'time')
  expect([1, 3, 4, 5].map(x)).toEqual([0, 0.25, 0.625, 1])
  expect([0, 0.3, 0.6, 0.9, 1].map(versionAt)).toEqual([1, 3, 4, 5, 5])
})

test('events by date stand where the log had got to; of one date, by event', () => {
  const stops = [1, 2, 5, 9].map(version => ({ version, time: 100 * version }))
  const scale = dateScale(stops, [0n, 50n])
  expect([1, 2, 5, 7, 9].map(scale.x)).toEqual([0, 0.125, 0.5, 0.75, 1])
  expect([0, 0.5, 1].map(scale.versionAt)).toEqual([1, 5, 9])
  const ofOneDate = dateScale(
    stops.map(stop => ({ ...stop, time: 7 })),
    [0n],
  )
  expect(ofOneDate.axis).toBe('events')
  expect(ofOneDate.x(5)).toBe(0.5)
})

test('the course is a step line: horizontal, then vertical, up to the edge', () => {
  const course = courseOf([
    { day: 0, balance: '0.00' },
    { day: 1, balance: '100.00' },
    { day: 2, balance: '50.00' },
  ])
  const path = (axis: 'time' | 'events', of = course) => {
    const scale = scaleOf(of, axis)
    return stepPath(cornersOf(of, scale), scale.y)
  }
  expect(path('events')).toBe('M0 1000H500V0H1000V500')
  expect(path('events', courseOf([{ day: 0, balance: '4.00' }]))).toBe('M0 0H1000')
  const point = (day: number, balance: string) => ({
    version: 1,
    at: DAY(day),
    balance,
    late: false,
  })
  const dated = courseOf(
    [
      { day: 0, balance: '0.00' },
      { day: 4, balance: '100.00' },
      { day: 4, balance: '50.00', late: 1 },
    ],
    [point(0, '0.00'), point(1, '50.00'), point(3, '100.00')],
  )
  expect(path('time', dated)).toBe('M0 1000H250V500H750V0H1000')
  expect(lateMarks(dated, scaleOf(dated, 'time'))).toEqual([{ x: 0.25, versions: [3] }])
  expect(lateMarks(dated, scaleOf(dated, 'events'))).toEqual([{ x: 1, versions: [3] }])
})

test('marks of late entries that would overlap are one', () => {
  const course = courseOf([
    { day: 0, balance: '0.00' },
    { day: 100, balance: '1.00' },
    { day: 100, balance: '2.00', late: 50 },
    { day: 100, balance: '3.00', late: 52 },
    { day: 100, balance: '4.00', late: 10 },
  ])
  expect(lateMarks(course, scaleOf(course, 'time'))).toEqual([
    { x: 0.1, versions: [5] },
    { x: 0.5, versions: [3, 4] },
  ])
})

test('round lines: nothing in between is guessed', () => {
  const course = courseOf([
    { day: 0, balance: '0.00' },
    { day: 1, balance: '87.31' },
  ])
  expect(scaleOf(course, 'events').lines).toEqual([0n, 5000n, 10000n])
  expect(minorOf('-12.50')).toBe(-1250n)
})

test('the point of a version is the last one before it', () => {
  const points = pointsOf('1.00', '2.00', '3.00').filter(({ version }) => version !== 2)
  expect(pointAt(points, 2)?.version).toBe(1)
  expect(pointAt(points, 0)).toBeNull()
})

test('the longest times without an event are labelled, not those without a point', () => {
  const [first, second, third] = pointsOf('1.00', '2.00', '3.00')
  if (!first || !second || !third) throw new Error('There are three')
  const later = { ...third, occurredAt: '2029-01-01T00:00:00.000Z' }
  expect(longestIdles([first, second, later])).toEqual([{ before: 3, days: 1095 }])
  expect(longestIdles([first, later])).toEqual([])
  expect([40, 90, 1095].map(idleWords)).toEqual(['40 days', '2 months', '2 years'])
})
