import { expect, test } from 'vitest'
import { exactTime, isZone, wallTime } from './instant'

test('an instant on the clocks of a zone, with the offset of that day', () => {
  expect(wallTime('2026-06-30T12:03:22.118Z', 'Europe/Prague')).toEqual({
    date: '2026-06-30',
    time: '14:03:22',
    fraction: '.118',
    offset: '+02:00',
  })
  expect(wallTime('2026-12-31T23:59:59.999Z', 'Europe/Prague')).toMatchObject({
    date: '2027-01-01',
    time: '00:59:59',
    offset: '+01:00',
  })
})

test('midnight is hour zero, and Greenwich is called UTC by every engine', () => {
  expect(wallTime('1993-01-01T00:00:00.000Z', 'UTC')).toEqual({
    date: '1993-01-01',
    time: '00:00:00',
    fraction: '.000',
    offset: 'UTC',
  })
  expect(wallTime('2026-01-05T00:00:00.000Z', 'Europe/London').offset).toBe('UTC')
})

test('the exact time names its zone', () => {
  expect(exactTime('2026-06-30T12:03:22.118Z', 'Europe/Prague')).toBe(
    '2026-06-30 14:03:22.118 +02:00 Europe/Prague',
  )
})

test.each([
  ['Europe/Prague', true],
  ['UTC', true],
  ['Europe/Nowhere', false],
  ['', false],
  ['x'.repeat(65), false],
])('%j is a zone: %j', (zone, is) => {
  expect(isZone(zone)).toBe(is)
})

test('UTC is said once', () => {
  expect(exactTime('2026-06-30T12:03:22.118Z', 'UTC')).toBe('2026-06-30 12:03:22.118 UTC')
})
