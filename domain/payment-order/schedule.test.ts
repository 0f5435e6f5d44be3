import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayIn, startOfDateIn } from '@/domain/bank-account/business-day'
import { isDate } from '@/domain/event-sourcing/calendar-date'
import {
  addDays,
  dateAt,
  datesFrom,
  FREQUENCIES,
  type Frequency,
  HOLIDAY_RULES,
  indexFrom,
  isBusinessDay,
  lastDateOf,
  type Schedule,
} from './schedule'

const NONE: ReadonlySet<string> = new Set()

function schedule(first: string, every: Frequency, more: Partial<Schedule> = {}): Schedule {
  return { first, every, until: null, count: null, holidays: 'as-is', lastDay: false, ...more }
}

const dates = (asked: Schedule, limit = 6, holidays = NONE) =>
  datesFrom(asked, 0, holidays, limit).map(({ date }) => date)
const days = (asked: Schedule, limit = 6, holidays = NONE) =>
  datesFrom(asked, 0, holidays, limit).map(({ on }) => on)

describe('the dates of a schedule', () => {
  test('of the 31st are the last days of shorter months, and the 31st again', () => {
    expect(dates(schedule('2027-12-31', 'month'))).toEqual([
      ...['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31'],
    ])
  })

  test('of the 30th stay on the 30th, unless the last day is asked for', () => {
    const first = '2027-04-30'
    expect(dates(schedule(first, 'month'), 2)).toEqual([first, '2027-05-30'])
    expect(dates(schedule(first, 'month', { lastDay: true }), 2)).toEqual([first, '2027-05-31'])
  })

  test('of 29 February are the 28th in common years', () => {
    expect(dates(schedule('2028-02-29', 'year'), 5)).toEqual([
      ...['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'],
    ])
  })

  test('end with their number, with the last date, and with the year 2999', () => {
    expect(dates(schedule('2027-01-01', 'once'))).toEqual(['2027-01-01'])
    expect(dates(schedule('2027-01-01', 'week', { count: 2 }))).toEqual([
      '2027-01-01',
      '2027-01-08',
    ])
    expect(dates(schedule('2027-01-01', 'quarter', { until: '2027-07-01' }))).toEqual([
      ...['2027-01-01', '2027-04-01', '2027-07-01'],
    ])
    expect(dates(schedule('2998-06-01', 'year'))).toEqual(['2998-06-01', '2999-06-01'])
    expect(dateAt(schedule('2027-01-01', 'day'), 1e9)).toBeNull()
    expect(dateAt(schedule('2027-01-01', 'day'), -1)).toBeNull()
  })
})

describe('weekends and bank holidays', () => {
  const christmas = new Set(['2027-12-24', '2027-12-27'])
  test('move a payment to a business day before or after', () => {
    const saturday = (holidays: Schedule['holidays']) =>
      days(schedule('2027-12-25', 'once', { holidays }), 1, christmas)
    expect(saturday('as-is')).toEqual(['2027-12-25'])
    expect(saturday('before')).toEqual(['2027-12-23'])
    expect(saturday('after')).toEqual(['2027-12-28'])
  })

  test('are left out of a daily schedule, so that no two payments meet', () => {
    for (const holidays of ['before', 'after'] as const) {
      expect(days(schedule('2027-12-23', 'day', { holidays }), 3, christmas)).toEqual([
        ...['2027-12-23', '2027-12-28', '2027-12-29'],
      ])
    }
    expect(days(schedule('2027-12-24', 'day'), 2, christmas)).toEqual(['2027-12-24', '2027-12-25'])
  })

  test('without end stop nothing for ever', () => {
    const all = { has: () => true } as unknown as ReadonlySet<string>
    expect(days(schedule('2027-01-01', 'month', { holidays: 'after' }), 1, all)).toEqual([
      '2027-01-01',
    ])
    expect(days(schedule('2027-01-01', 'day', { holidays: 'after' }), 1, all)).toEqual([])
  })
})

test('only dates of the calendar are dates', () => {
  for (const date of ['2027-02-28', '2028-02-29', '2999-12-31', '2000-01-01']) {
    expect(isDate(date)).toBe(true)
  }
  for (const text of [
    ...['2027-02-29', '2027-13-01', '2027-00-10', '2027-04-31', '1999-12-31', '3000-01-01'],
    ...['2027-1-1', '27-01-01', '2027-01-01T00:00', ' 2027-01-01', '', '２027-01-01'],
  ]) {
    expect(isDate(text)).toBe(false)
  }
})

/** A calendar that only counts: no `Date`. */
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const lengthOf = (year: number, month: number) =>
  month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0)
const textOf = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** The dates of a schedule by looking at each day of 200 years. */
function naive({ first, every, lastDay }: Schedule): string[] {
  const [firstYear = 0, firstMonth = 0, firstDay = 0] = first.split('-').map(Number)
  const found: string[] = []
  const step = { once: 3_000, day: 1, week: 7, month: 1, quarter: 3, year: 12 }[every]
  const countsDays = every === 'day' || every === 'week'
  let [year, month, day] = [firstYear, firstMonth, firstDay]
  for (let passed = 0; year < firstYear + 200; passed++) {
    const length = lengthOf(year, month)
    const months = (year - firstYear) * 12 + month - firstMonth
    const isDay = day === (lastDay ? length : Math.min(firstDay, length))
    if (countsDays ? passed % step === 0 : isDay && months % step === 0) {
      found.push(textOf(year, month, day))
    }
    day++
    if (day > length) [month, day] = [month + 1, 1]
    if (month > 12) [year, month] = [year + 1, 1]
  }
  return found
}

describe('200 years agree with a calendar that counts days', () => {
  const monthEnds = LENGTHS.map((length, month) => textOf(2027, month + 1, length))
  for (const every of FREQUENCIES) {
    test(`${every}, from all month ends and the days around them`, () => {
      const firsts = [...monthEnds, '2028-02-29', '2027-01-29', '2027-01-30', '2027-03-01']
      const isDaily = every === 'day' || every === 'week'
      for (const first of isDaily ? firsts.slice(-3) : firsts) {
        for (const lastDay of isDaily ? [false] : [false, true]) {
          const asked = schedule(first, every, { lastDay })
          const expected = naive(asked)
          expect(dates(asked, expected.length)).toEqual(expected)
          const one = expected[Math.floor(expected.length / 2)] ?? first
          const at = expected.indexOf(one)
          expect(indexFrom(asked, one)).toBe(at)
          expect(indexFrom(asked, addDays(one, 1))).toBe(at + 1)
          expect(lastDateOf({ ...asked, until: one })).toBe(one)
        }
      }
    })
  }
})

test('moved or not, payments follow each other, each on the nearest business day', () => {
  const date = fc.integer({ min: 0, max: 365 * 30 }).map(after => addDays('2027-01-01', after))
  fc.assert(
    fc.property(
      fc.record({
        first: date,
        every: fc.constantFrom(...FREQUENCIES),
        holidays: fc.constantFrom(...HOLIDAY_RULES),
        lastDay: fc.boolean(),
        free: fc.uniqueArray(fc.nat(400), { maxLength: 60 }),
      }),
      ({ free, first, every, holidays, lastDay }) => {
        const closed = new Set(free.map(after => addDays(first, after)))
        const asked = schedule(first, every, { holidays, lastDay })
        const found = datesFrom(asked, 0, closed, 20)
        found.forEach(({ date, on }, at) => {
          expect(on >= (found[at - 1]?.on ?? on)).toBe(true)
          expect(holidays === 'as-is' ? on === date : isBusinessDay(on, closed)).toBe(true)
          const step = holidays === 'before' ? -1 : 1
          for (let day = date; day !== on; day = addDays(day, step)) {
            expect(isBusinessDay(day, closed)).toBe(false)
          }
        })
        if (every === 'day') expect(new Set(found.map(({ on }) => on)).size).toBe(found.length)
      },
    ),
    { numRuns: 1_000 },
  )
})

const ZONES = [
  ...['UTC', 'Europe/Prague', 'Europe/London', 'Europe/Dublin', 'America/New_York', 'Asia/Tehran'],
  ...['America/Sao_Paulo', 'America/Santiago', 'America/Havana', 'Asia/Beirut', 'Africa/Cairo'],
  ...['Australia/Lord_Howe', 'Australia/Sydney', 'Pacific/Auckland', 'Pacific/Chatham'],
  ...['Pacific/Apia', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'Africa/Casablanca'],
]

test('a date begins once in each of 20 zones, on days that are longer or shorter too', () => {
  expect(new Set(ZONES).size).toBe(20)
  for (const zone of ZONES) {
    for (const from of ['2026-03-05', '2026-04-01', '2026-09-01', '2026-10-20', '2018-10-30']) {
      for (let after = 0; after < 30; after++) {
        const date = addDays(from, after)
        const start = startOfDateIn(zone, date)
        expect(`${zone} ${dayIn(zone, start)}`).toBe(`${zone} ${date}`)
        expect(dayIn(zone, new Date(start.getTime() - 1))).toBe(addDays(date, -1))
      }
    }
  }
})

test('a date that a zone left out begins with the one after it', () => {
  const start = startOfDateIn('Pacific/Apia', '2011-12-30')
  expect(dayIn('Pacific/Apia', start)).toBe('2011-12-31')
  expect(start).toEqual(startOfDateIn('Pacific/Apia', '2011-12-31'))
})
