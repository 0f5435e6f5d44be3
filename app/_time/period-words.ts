import { dayInWords } from '@/domain/date-words'
import { DAY_MS, isDay, type Period, PRESETS, type Preset, presetPeriod } from './period'

/** A period that somebody named, in the words of a sentence: `10 Nov 2026`. */
export type NamedPeriod = { readonly words: string; readonly period: Period }

const MONTHS =
  'january february march april may june july august september october november december'
const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'
const MONTH = `(${shortOrLong(MONTHS)})\\.?`
const YEAR = '((?:19|20|21)\\d\\d)'
const DAY = '(\\d{1,2})(?:st|nd|rd|th|\\.)?'

type Reader = (parts: readonly string[], today: string) => readonly (Period | null)[]

/** The forms that people write, in English; the first that fits is read. */
const FORMS: readonly (readonly [RegExp, Reader])[] = [
  [/^(\d{4}-\d{2}-\d{2})$/, ([day = '']) => [dayOf(day)]],
  [/^(\d{4})-(\d{1,2})$/, ([year, month]) => [monthOf(Number(year), Number(month))]],
  [form(YEAR), ([year]) => [yearOf(Number(year))]],
  [form(`q([1-4])(?:\\s*${YEAR})?`), ([quarter, year], today) => [named(quarter, year, today)]],
  [form(`${YEAR}\\s*q([1-4])`), ([year, quarter], today) => [named(quarter, year, today)]],
  [form(`${DAY}\\s*(?:of )?${MONTH},?\\s*${YEAR}?`), ([d, m, y], today) => [date(d, m, y, today)]],
  [form(`${MONTH}\\s*${DAY}(?:,?\\s*${YEAR})?`), ([m, d, y], today) => [date(d, m, y, today)]],
  [form(`${MONTH},?\\s*${YEAR}`), ([m, y]) => [monthOf(Number(y), numberOf(MONTHS, m))]],
  [form(MONTH), ([m], today) => [newestMonth(numberOf(MONTHS, m), today)]],
  [/^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/, ([d, m, y]) => [dayOf(iso(y, m, d))]],
  [/^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/, ([a, b, y]) => bothWays(iso(y, b, a), iso(y, a, b))],
  [form(`(?:last |on )?(${shortOrLong(WEEKDAYS)})`), ([day], today) => [weekday(day, today)]],
  [
    /^(?:last|past) (\d{1,4}) (day|week|month|year)s?$/,
    ([n, unit], today) => [lastOf(n, unit, today)],
  ],
  [/^(\d{1,4}) (day|week|month|year)s? ago$/, ([n, unit], today) => [ago(n, unit, today)]],
]

/**
 * The periods that a text may name, relative to `today`: a day, a week, a month, a quarter or a
 * year. Two for a date such as 10/11/2026, which is written both ways; none for any other text and
 * for what is still to come.
 */
export function readPeriodWords(text: string, today: string): NamedPeriod[] {
  const asked = text
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(?:on|in|during) /, '')
  const since = /^since (.+)$/.exec(asked)?.[1]
  if (since !== undefined) {
    return periodsIn(since, today)
      .filter(({ from }) => from <= today)
      .map(({ from }) => ({ words: `Since ${dayInWords(from)}`, period: { from, to: today } }))
  }
  return periodsIn(asked, today)
    .filter(({ from }) => from <= today)
    .map(period => ({ words: wordsOf(period, asked), period }))
}

function periodsIn(asked: string, today: string): Period[] {
  const preset = (Object.keys(PRESETS) as Preset[]).find(
    // A quarter without a year is the newest that has begun, not that of this year.
    name =>
      !/^q\d$/.test(name) && PRESETS[name].toLowerCase() === asked.replace(/^previous /, 'last '),
  )
  if (preset) return [presetPeriod(preset, today)]
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(asked)
    if (match) return read(match.slice(1), today).filter(period => period !== null)
  }
  return []
}

/** One day by its date, a calendar period by its name, any other by its first and last day. */
function wordsOf({ from, to }: Period, asked: string): string {
  if (from === to) return dayInWords(from)
  const between = `${dayInWords(from)} to ${dayInWords(to)}`
  const isNamed = Object.values(PRESETS).some(name => name.toLowerCase() === asked)
  return isNamed ? `${asked[0]?.toUpperCase()}${asked.slice(1)}, ${between}` : between
}

function form(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`)
}

function shortOrLong(words: string): string {
  return words
    .split(' ')
    .map(word => `${word.slice(0, 3)}(?:${word.slice(3)})?${word === 'september' ? '|sept' : ''}`)
    .join('|')
}

/** 1 for the first word; by its first three letters. */
function numberOf(words: string, word = ''): number {
  return words.split(' ').findIndex(one => one.slice(0, 3) === word.slice(0, 3)) + 1
}

function iso(year: string | number = '', month: string | number = '', day: string | number = '') {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function dayOf(day: string): Period | null {
  return isDay(day) ? { from: day, to: day } : null
}

function bothWays(dayFirst: string, monthFirst: string): (Period | null)[] {
  return dayFirst === monthFirst ? [dayOf(dayFirst)] : [dayOf(dayFirst), dayOf(monthFirst)]
}

/** Without a year the newest such day that has come. */
function date(day = '', month = '', year: string | undefined, today: string): Period | null {
  const number = numberOf(MONTHS, month)
  if (year !== undefined) return dayOf(iso(year, number, day))
  const thisYear = Number(today.slice(0, 4))
  // The 29th of February is at most eight years ago.
  const years = Array.from({ length: 9 }, (_, past) => iso(thisYear - past, number, day))
  const newest = years.find(one => isDay(one) && one <= today)
  return newest === undefined ? null : dayOf(newest)
}

function monthOf(year: number, month: number): Period | null {
  const first = iso(year, month, 1)
  return isDay(first) ? presetPeriod('this-month', first) : null
}

function newestMonth(month: number, today: string): Period | null {
  const year = Number(today.slice(0, 4))
  return monthOf(iso(year, month, 1) <= today ? year : year - 1, month)
}

function yearOf(year: number): Period {
  return presetPeriod('this-year', iso(year, 1, 1))
}

/** A quarter; without a year the newest that has begun. */
function named(quarter = '', year: string | undefined, today: string): Period | null {
  const first = Number(quarter) * 3 - 2
  const thisYear = Number(today.slice(0, 4))
  const asked = Number(year ?? (iso(thisYear, first, 1) <= today ? thisYear : thisYear - 1))
  const [from, to] = [monthOf(asked, first), monthOf(asked, first + 2)]
  return from && to && { from: from.from, to: to.to }
}

/** The newest such day before today. */
function weekday(day = '', today: string): Period | null {
  const number = numberOf(WEEKDAYS, day)
  const now = new Date(`${today}T00:00:00Z`).getUTCDay()
  return dayOf(daysBefore(today, ((now - number + 6) % 7) + 1))
}

/** The last days, weeks, months or years up to today. */
function lastOf(count = '', unit = '', today: string): Period | null {
  const before = stepsBefore(today, Number(count), unit)
  const from = daysBefore(before, -1)
  return isDay(from) && from <= today ? { from, to: today } : null
}

function ago(count = '', unit = '', today: string): Period | null {
  return dayOf(stepsBefore(today, Number(count), unit))
}

/** A month ago is the same day of the month before, or its last day. */
function stepsBefore(day: string, count: number, unit: string): string {
  if (unit === 'day') return daysBefore(day, count)
  if (unit === 'week') return daysBefore(day, count * 7)
  const months = unit === 'month' ? count : count * 12
  const before = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - months
  const month = monthOf(Math.floor(before / 12), (before % 12) + 1)
  if (!month) return ''
  const same = `${month.from.slice(0, 8)}${day.slice(8)}`
  return isDay(same) ? same : month.to
}

function daysBefore(day: string, days: number): string {
  const date = new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1
    ? ''
    : date.toISOString().slice(0, 10)
}
