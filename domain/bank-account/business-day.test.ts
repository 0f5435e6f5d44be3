import { describe, expect, test } from 'vitest'
import { dayIn, isTimeZone, nextDayIn, startOfDayIn } from './business-day'

describe('a time zone', () => {
  test.each(['UTC', 'Europe/Prague', 'Asia/Kathmandu'])('is %s', zone =>
    expect(isTimeZone(zone)).toBe(true),
  )
  test.each(['', 'Prague', 'Europe/Nowhere', ' UTC', '+05:00'])('is not %j', zone => {
    expect(isTimeZone(zone)).toBe(false)
    expect(() => dayIn(zone, new Date())).toThrow(RangeError)
  })
})

/** Zone, an instant, its day, and the first instants of that day and of the next. */
const DAYS: readonly (readonly [string, string, string, string, string])[] = [
  [
    'UTC',
    '2026-06-30T00:00:00.000Z',
    '2026-06-30',
    '2026-06-30T00:00:00.000Z',
    '2026-07-01T00:00:00.000Z',
  ],
  [
    'UTC',
    '2026-06-30T23:59:59.999Z',
    '2026-06-30',
    '2026-06-30T00:00:00.000Z',
    '2026-07-01T00:00:00.000Z',
  ],
  // A day of 23 hours and one of 25.
  [
    'Europe/Prague',
    '2026-03-29T12:00:00.000Z',
    '2026-03-29',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ],
  [
    'Europe/Prague',
    '2026-10-25T12:00:00.000Z',
    '2026-10-25',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
  // A day that begins at one o'clock: the clock goes forward at midnight; and one of 25 hours.
  [
    'America/Santiago',
    '2026-09-06T12:00:00.000Z',
    '2026-09-06',
    '2026-09-06T04:00:00.000Z',
    '2026-09-07T03:00:00.000Z',
  ],
  [
    'America/Santiago',
    '2026-04-05T03:30:00.000Z',
    '2026-04-04',
    '2026-04-04T03:00:00.000Z',
    '2026-04-05T04:00:00.000Z',
  ],
  // 30 December 2011 was left out.
  [
    'Pacific/Apia',
    '2011-12-30T09:59:59.999Z',
    '2011-12-29',
    '2011-12-29T10:00:00.000Z',
    '2011-12-30T10:00:00.000Z',
  ],
  [
    'Pacific/Apia',
    '2011-12-30T10:00:00.000Z',
    '2011-12-31',
    '2011-12-30T10:00:00.000Z',
    '2011-12-31T10:00:00.000Z',
  ],
  // 5 hours and 45 minutes ahead of UTC.
  [
    'Asia/Kathmandu',
    '2026-06-30T18:14:59.999Z',
    '2026-06-30',
    '2026-06-29T18:15:00.000Z',
    '2026-06-30T18:15:00.000Z',
  ],
  [
    'Asia/Kathmandu',
    '2026-06-30T18:15:00.000Z',
    '2026-07-01',
    '2026-06-30T18:15:00.000Z',
    '2026-07-01T18:15:00.000Z',
  ],
]

describe('the day of an instant', () => {
  test.each(DAYS)('in %s at %s is %s', (zone, at, day, start, next) => {
    const instant = new Date(at)
    expect(dayIn(zone, instant)).toBe(day)
    expect(startOfDayIn(zone, instant).toISOString()).toBe(start)
    expect(nextDayIn(zone, instant).toISOString()).toBe(next)
  })
  test('has a year of four digits', () =>
    expect(dayIn('UTC', new Date('0099-01-02T12:00:00Z'))).toMatch(/^0099-01-\d\d$/))
})
