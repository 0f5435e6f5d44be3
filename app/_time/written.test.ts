import { expect, test } from 'vitest'
import { dayInWords } from '@/domain/date-words'
import {
  dateInWords,
  happenedInTable,
  happenedInWords,
  happenedOn,
  timeInTable,
  timeInWords,
} from './written'

const NOON = '2026-11-26T13:03:22.118Z'

test('an instant in a sentence and in a table, on the clocks of a zone', () => {
  expect(timeInWords(NOON, 'Europe/Prague')).toBe('26 Nov 2026, 14:03')
  expect(dateInWords(NOON, 'Pacific/Kiritimati')).toBe('27 Nov 2026')
  expect(timeInTable(NOON, 'Europe/Prague')).toBe('2026-11-26 14:03')
  expect(timeInTable('2026-11-26T00:00:00.000Z', 'UTC')).toBe('2026-11-26 00:00')
})

test('a day has no leading zero in a sentence', () => {
  expect(dayInWords('2026-03-02')).toBe('2 Mar 2026')
  expect(dayInWords('0987-12-31')).toBe('31 Dec 0987')
})

test('what came without a time of day is written as its date, in every zone', () => {
  const happened = { occurredAt: '2026-03-12T11:00:00.000Z', occurredOn: '2026-03-12' }
  for (const zone of ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Etc/GMT+12']) {
    expect(happenedInWords(happened, zone)).toBe('12 Mar 2026')
    expect(happenedInTable(happened, zone)).toBe('2026-03-12')
    expect(happenedOn(happened, zone)).toBe('2026-03-12')
  }
})

test('what came with one is written on the clocks of the zone', () => {
  const happened = { occurredAt: NOON, occurredOn: null }
  expect(happenedInWords(happened, 'UTC')).toBe('26 Nov 2026, 13:03')
  expect(happenedInTable({ occurredAt: NOON }, 'UTC')).toBe('2026-11-26 13:03')
  expect(happenedOn(happened, 'Pacific/Kiritimati')).toBe('2026-11-27')
})
