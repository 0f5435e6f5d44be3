import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDay, type Preset, presetOf, presetPeriod, stepPeriod } from './period'

test.each<[Preset, string, string, string]>([
  ['today', '2026-11-24', '2026-11-24', '2026-11-24'],
  ['yesterday', '2026-03-01', '2026-02-28', '2026-02-28'],
  ['this-week', '2026-11-29', '2026-11-23', '2026-11-29'],
  ['this-week', '2026-11-23', '2026-11-23', '2026-11-29'],
  ['last-week', '2027-01-01', '2026-12-21', '2026-12-27'],
  ['this-month', '2028-02-10', '2028-02-01', '2028-02-29'],
  ['last-month', '2026-01-31', '2025-12-01', '2025-12-31'],
  ['this-quarter', '2026-11-24', '2026-10-01', '2026-12-31'],
  ['this-quarter', '2026-01-01', '2026-01-01', '2026-03-31'],
  ['last-quarter', '2026-02-28', '2025-10-01', '2025-12-31'],
  ['last-quarter', '2026-10-01', '2026-07-01', '2026-09-30'],
  ['q1', '2028-11-24', '2028-01-01', '2028-03-31'],
  ['q2', '2026-11-24', '2026-04-01', '2026-06-30'],
  ['q3', '2026-02-10', '2026-07-01', '2026-09-30'],
  ['q4', '2026-02-10', '2026-10-01', '2026-12-31'],
  ['this-year', '2026-11-24', '2026-01-01', '2026-12-31'],
  ['last-year', '2026-11-24', '2025-01-01', '2025-12-31'],
])('%s, seen from %s, is %s to %s', (preset, today, from, to) => {
  expect(presetPeriod(preset, today)).toEqual({ from, to })
  expect(presetOf({ from, to }, today)).toBe(preset)
})

test.each([
  ['2026-11-23', '2026-11-29', 1, '2026-11-30', '2026-12-06', 'week'],
  ['2026-01-01', '2026-01-31', 1, '2026-02-01', '2026-02-28', 'month'],
  ['2026-03-01', '2026-03-31', -1, '2026-02-01', '2026-02-28', 'month'],
  ['2026-01-01', '2026-03-31', -1, '2025-10-01', '2025-12-31', 'quarter'],
  ['2026-07-01', '2026-09-30', 1, '2026-10-01', '2026-12-31', 'quarter'],
  ['2026-02-01', '2026-04-30', 1, '2026-05-01', '2026-07-28', 'days'],
  ['2026-01-01', '2026-12-31', -1, '2025-01-01', '2025-12-31', 'year'],
  ['2026-03-01', '2026-03-01', -1, '2026-02-28', '2026-02-28', 'day'],
  ['2026-11-01', '2026-11-10', 1, '2026-11-11', '2026-11-20', 'days'],
] as const)('from %s to %s, a step of %i', (from, to, by, nextFrom, nextTo, unit) => {
  expect(stepPeriod({ from, to }, by)).toEqual({ period: { from: nextFrom, to: nextTo }, unit })
})

test('a quarter that is this one or the last is called so, and every day has one', () => {
  expect(presetOf({ from: '2026-10-01', to: '2026-12-31' }, '2026-11-24')).toBe('this-quarter')
  expect(presetOf({ from: '2026-07-01', to: '2026-09-30' }, '2026-11-24')).toBe('last-quarter')
  const day = fc
    .date({ min: new Date('1000-01-01'), max: new Date('9000-01-01'), noInvalidDate: true })
    .map(date => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, today => {
      const { from, to } = presetPeriod('this-quarter', today)
      expect(from <= today && today <= to).toBe(true)
      const last = presetPeriod('last-quarter', today)
      expect(stepPeriod(last, 1)?.period).toEqual({ from, to })
      const quarters = (['q1', 'q2', 'q3', 'q4'] as const).map(q => presetPeriod(q, today))
      expect(quarters.filter(q => q.from <= today && today <= q.to)).toEqual([{ from, to }])
    }),
  )
})

test('an invalid period has no step, and no step leaves the calendar', () => {
  expect(stepPeriod({ from: '2026-02-30', to: '2026-03-01' }, 1)).toBeNull()
  expect(stepPeriod({ from: '2026-03-02', to: '2026-03-01' }, 1)).toBeNull()
  expect(stepPeriod({ from: '2026-03-02T10:00', to: '2026-03-03' }, 1)).toBeNull()
  expect(stepPeriod({ from: '9999-01-01', to: '9999-12-31' }, 1)).toBeNull()
  expect(stepPeriod({ from: '0001-01-01', to: '0001-12-31' }, -1)).toBeNull()
  expect(presetOf({ from: '2026-01-02', to: '2026-01-03' }, '2026-11-24')).toBeNull()
  expect(isDay('2026-06-30')).toBe(true)
  expect(isDay('2026-06-31')).toBe(false)
})
