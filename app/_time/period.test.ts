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
  ['2026-01-01', '2026-12-31', -1, '2025-01-01', '2025-12-31', 'year'],
  ['2026-03-01', '2026-03-01', -1, '2026-02-28', '2026-02-28', 'day'],
  ['2026-11-01', '2026-11-10', 1, '2026-11-11', '2026-11-20', 'days'],
] as const)('from %s to %s, a step of %i', (from, to, by, nextFrom, nextTo, unit) => {
  expect(stepPeriod({ from, to }, by)).toEqual({ period: { from: nextFrom, to: nextTo }, unit })
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
