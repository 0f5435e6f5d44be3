import { date as anyDate, assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { dayInWords } from '@/domain/date-words'
import { isDay } from './period'
import { readPeriodWords } from './period-words'

/** A Thursday. */
const TODAY = '2026-11-26'

const periodsOf = (text: string, today = TODAY) =>
  readPeriodWords(text, today).map(({ period: { from, to } }) =>
    from === to ? from : `${from} to ${to}`,
  )

test.each([
  ['today', '2026-11-26'],
  ['Yesterday', '2026-11-25'],
  ['  LAST   week ', '2026-11-16 to 2026-11-22'],
  ['previous month', '2026-10-01 to 2026-10-31'],
  ['this year', '2026-01-01 to 2026-12-31'],
  ['10 Nov 2026', '2026-11-10'],
  ['10 november 2026', '2026-11-10'],
  ['10th of Nov', '2026-11-10'],
  ['27 Nov', '2025-11-27'],
  ['29 Feb', '2024-02-29'],
  ['Nov 10, 2026', '2026-11-10'],
  ['on 2026-11-10', '2026-11-10'],
  ['10.11.2026', '2026-11-10'],
  ['10. 11. 2026', '2026-11-10'],
  ['25/12/2025', '2025-12-25'],
  ['12/25/2025', '2025-12-25'],
  ['11/11/2026', '2026-11-11'],
  ['Nov', '2026-11-01 to 2026-11-30'],
  ['december', '2025-12-01 to 2025-12-31'],
  ['Sept 2025', '2025-09-01 to 2025-09-30'],
  ['2026-02', '2026-02-01 to 2026-02-28'],
  ['2025', '2025-01-01 to 2025-12-31'],
  ['Q3', '2026-07-01 to 2026-09-30'],
  ['q1 2024', '2024-01-01 to 2024-03-31'],
  ['2024 Q4', '2024-10-01 to 2024-12-31'],
  ['monday', '2026-11-23'],
  ['last thu', '2026-11-19'],
  ['3 days ago', '2026-11-23'],
  ['9 months ago', '2026-02-26'],
  ['last 7 days', '2026-11-20 to 2026-11-26'],
  ['past 2 weeks', '2026-11-13 to 2026-11-26'],
  ['last 1 month', '2026-10-27 to 2026-11-26'],
  ['since 10 Nov', '2026-11-10 to 2026-11-26'],
])('%s is %s', (text, expected) => {
  expect(periodsOf(text)).toEqual([expected])
})

test('a date that is written both ways is read both ways', () => {
  expect(periodsOf('10/11/2026')).toEqual(['2026-11-10', '2026-10-11'])
})

test.each(['', 'jana', '31 Feb 2026', '2026-13', '10 Nov 2027', '500', 'over 500', 'q5', '0 Nov'])(
  '%s names no period that has begun',
  text => {
    expect(periodsOf(text)).toEqual([])
  },
)

test('a quarter without a year is the newest that has begun', () => {
  expect(periodsOf('q4', '2026-02-10')).toEqual(['2025-10-01 to 2025-12-31'])
  expect(periodsOf('last quarter', '2026-02-10')).toEqual(['2025-10-01 to 2025-12-31'])
})

test('a month ago is a day of the month before, also when that is shorter', () => {
  expect(periodsOf('1 month ago', '2026-03-31')).toEqual(['2026-02-28'])
})

test('a period says what it is', () => {
  const words = (text: string) => readPeriodWords(text, TODAY)[0]?.words
  expect(words('last week')).toBe('Last week, 16 Nov 2026 to 22 Nov 2026')
  expect(words('10 nov')).toBe('10 Nov 2026')
  expect(words('since monday')).toBe('Since 23 Nov 2026')
})

test('every day is found by the words that name it, and any text gives calendar days', () => {
  const bounds = { min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }
  assert(
    property(anyDate(bounds), found => {
      const day = found.toISOString().slice(0, 10)
      expect(periodsOf(dayInWords(day), '2199-12-31')).toEqual([day])
    }),
  )
  assert(
    property(string(), text => {
      for (const { period } of readPeriodWords(text, TODAY)) {
        expect([isDay(period.from), isDay(period.to), period.from <= period.to]).not.toContain(
          false,
        )
      }
    }),
  )
})
