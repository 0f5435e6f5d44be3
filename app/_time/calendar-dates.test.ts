import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { instantOfDate } from '@/domain/event-sourcing/calendar-date'
import { readBound } from './bounds'
import { dayAfter } from './flow-periods'
import { clockSpan } from './span-of-day'
import { readMoment } from './wall-clock'
import { endOfDayAt, happenedInTable, happenedInWords, happenedOn } from './written'

const ZONES = [
  ...new Set([
    ...Intl.supportedValuesOf('timeZone'),
    'UTC',
    'Etc/GMT+12',
    'Etc/GMT-14',
    'Pacific/Kiritimati',
  ]),
]

const NOW = new Date('2026-11-27T18:00:00.000Z')

const zones = fc.constantFrom(...ZONES)
/** From 1800 until the day before yesterday anywhere. */
const days = fc.integer({ min: -82_500, max: 355 }).map(n => dayAfter('2025-12-01', n))

function edge(day: string, zone: string, at: 'start' | 'end'): number {
  const read = readBound(day, zone, at)
  if (!read.ok) throw new Error(`${day} has no ${at} in ${zone}`)
  return read.instant.getTime()
}

function expectSurvival(day: string, zone: string) {
  const at = instantOfDate(day)
  const happened = { occurredAt: at.toISOString(), occurredOn: day }
  expect(happenedInTable(happened, zone)).toBe(day)
  expect(happenedOn(happened, zone)).toBe(day)
  expect(happenedInWords(happened, zone)).toContain(day.slice(0, 4))

  const [before, after] = [dayAfter(day, -1), dayAfter(day, 1)]
  const isIn = (one: string) => edge(one, zone, 'start') <= +at && +at <= edge(one, zone, 'end')
  expect([before, day, after].map(isIn)).toEqual([false, true, false])
  expect(edge(before, zone, 'end') + 1).toBe(edge(day, zone, 'start'))

  const endOf = (date: string) => {
    const read = readMoment({ date, time: '', zone }, NOW)
    if (!read.ok) throw new Error(`${date} has no end in ${zone}`)
    return read.instant
  }
  expect(Date.parse(endOf(day))).toBeGreaterThanOrEqual(+at)
  expect(Date.parse(endOf(before))).toBeLessThan(+at)
  // A day that the zone has skipped has no end of its own.
  const { start, end } = clockSpan(Temporal.PlainDate.from(day), zone)
  if (start < end) expect(endOfDayAt(endOf(day), zone)).toBe(day)
}

test('a date without a time of day is the same date in every zone', { timeout: 60_000 }, () => {
  // Today's offsets, in summer and in winter; the days that zones beside the date line have skipped.
  for (const zone of ZONES) {
    for (const day of ['2026-01-12', '2026-07-12', '2011-12-30', '1994-12-31', '1993-08-21']) {
      expectSurvival(day, zone)
    }
  }
})

test('and so it is on every day since 1800', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(days, zones, (day, zone) => expectSurvival(day, zone)),
    { numRuns: 300 },
  )
})

test('the end of a past day that has only begun to be over elsewhere is now', () => {
  // In Kiritimati 28 November has begun an hour ago.
  const now = new Date('2026-11-27T10:30:00.000Z')
  const read = readMoment({ date: '2026-11-27', time: '', zone: 'Pacific/Kiritimati' }, now)
  expect(read).toEqual({ ok: true, instant: now.toISOString() })
})
