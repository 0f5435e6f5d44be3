import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayAfter, isTooLong, PERIODS_MAX, periodsBetween, UNITS, type Unit } from './flow-periods'

test.each<[Unit, string, string, string[]]>([
  ['day', '2026-02-27', '2026-03-01', ['2026-02-27', '2026-02-28', '2026-03-01']],
  ['week', '2026-11-18', '2026-11-24', ['2026-11-18/2026-11-22', '2026-11-23/2026-11-24']],
  [
    'month',
    '2025-12-31',
    '2026-02-02',
    ['2025-12-31', '2026-01-01/2026-01-31', '2026-02-01/2026-02-02'],
  ],
])('by %s from %s to %s', (unit, from, to, expected) => {
  const written = periodsBetween(unit, { from, to }).map(one =>
    one.from === one.to ? one.from : `${one.from}/${one.to}`,
  )
  expect(written).toEqual(expected)
})

test('periods are contiguous, and their number is bounded', () => {
  const day = fc.integer({ min: -30_000, max: 30_000 }).map(days => dayAfter('2000-01-01', days))
  const unit = fc.constantFrom(...(Object.keys(UNITS) as Unit[]))
  fc.assert(
    fc.property(unit, day, fc.nat(1500), (by, from, days) => {
      const to = dayAfter(from, days)
      const periods = periodsBetween(by, { from, to })
      expect(periods[0]?.from).toBe(from)
      expect(periods.at(-1)?.to).toBe(to)
      const joined = periods
        .slice(1)
        .every((one, index) => one.from === dayAfter(periods[index]?.to ?? ''))
      expect(joined).toBe(true)
      if (!isTooLong(by, { from, to })) expect(periods.length).toBeLessThanOrEqual(PERIODS_MAX + 2)
    }),
    { numRuns: 25 },
  )
})

test('the first and the last days of the calendar have periods too', () => {
  const edge = fc.oneof(
    fc.nat(400).map(days => dayAfter('0001-01-01', days)),
    fc.nat(400).map(days => dayAfter('9999-12-31', -days)),
  )
  const unit = fc.constantFrom(...(Object.keys(UNITS) as Unit[]))
  fc.assert(
    fc.property(unit, edge, fc.nat(400), (by, from, days) => {
      const to = dayAfter(from, days)
      const periods = periodsBetween(by, { from, to })
      expect(periods[0]?.from).toBe(from)
      expect(periods.at(-1)?.to).toBe(to)
      for (const day of periods.flatMap(one => [one.from, one.to])) expect(day).toHaveLength(10)
    }),
    {
      examples: [
        ['day', '9999-12-31', 0],
        ['week', '9999-12-31', 0],
        ['month', '9999-12-31', 0],
      ],
    },
  )
  expect(dayAfter('9999-12-31')).toBe('9999-12-31')
  expect(dayAfter('0001-01-01', -29)).toBe('0001-01-01')
})
