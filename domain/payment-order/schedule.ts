import type { DateText } from '@/domain/event-sourcing/calendar-date'

export const FREQUENCIES = ['once', 'day', 'week', 'month', 'quarter', 'year'] as const
export type Frequency = (typeof FREQUENCIES)[number]

/** When a date that is no business day is paid; `as-is` pays on it all the same. */
export const HOLIDAY_RULES = ['as-is', 'before', 'after'] as const
export type HolidayRule = (typeof HOLIDAY_RULES)[number]

export type Schedule = {
  readonly first: DateText
  readonly every: Frequency
  /** The last date that may be one of them; null: no end. */
  readonly until: DateText | null
  /** How many dates there are at most; null: no end. */
  readonly count: number | null
  readonly holidays: HolidayRule
  /** Always the last day of the month, whatever the day of `first`. */
  readonly lastDay: boolean
}

/** The bank holidays; Saturdays and Sundays are no business days anyway. */
export type Holidays = ReadonlySet<DateText>

/** A date of a schedule, and the day on which it is paid. */
export type ScheduledDate = { readonly date: DateText; readonly on: DateText }

const LAST_YEAR = 2999
/** The most business days that a date moves to; more holidays in a row are a mistake of the setting. */
const MOVES_MAX = 60
/** The most dates in a row that daily schedules leave out because they are no business days. */
const LEFT_OUT_MAX = 366

const DAY_MS = 86_400_000
const PER_YEAR_MAX = { once: 1, day: 366, week: 53, month: 12, quarter: 4, year: 1 } as const
const MONTHS: Readonly<Partial<Record<Frequency, number>>> = { month: 1, quarter: 3, year: 12 }

/** The date some days later, or earlier. */
export function addDays(date: DateText, days: number): DateText {
  return dateOf(startOf(date) + days * DAY_MS)
}

/**
 * The date at an index of the schedule, from 0 on; null behind its end. Months are counted from
 * `first`, so that a payment of the 31st is back on the 31st after a shorter month.
 */
export function dateAt(schedule: Schedule, index: number): DateText | null {
  if (schedule.count !== null && index >= schedule.count) return null
  const date = steppedTo(schedule, index)
  return date === null || (schedule.until !== null && date > schedule.until) ? null : date
}

/** The last date of a schedule; null when it has no end. */
export function lastDateOf(schedule: Schedule): DateText | null {
  const { every, count, until } = schedule
  if (every !== 'once' && count === null && until === null) return null
  const counted = every === 'once' ? 1 : (count ?? Number.POSITIVE_INFINITY)
  const dated = until === null ? counted : indexFrom(schedule, addDays(until, 1))
  return steppedTo(schedule, Math.min(counted, dated) - 1)
}

/**
 * The dates from an index on, with the days on which they are paid, at most `limit`. Daily
 * schedules that keep to business days leave the other days out: moved, they would meet on one day.
 */
export function datesFrom(
  schedule: Schedule,
  index: number,
  holidays: Holidays,
  limit: number,
): (ScheduledDate & { readonly index: number })[] {
  const found: (ScheduledDate & { index: number })[] = []
  let leftOut = 0
  for (let at = index; found.length < limit && leftOut <= LEFT_OUT_MAX; at++) {
    const date = dateAt(schedule, at)
    if (date === null) break
    if (isLeftOut(schedule, date, holidays)) {
      leftOut++
      continue
    }
    leftOut = 0
    found.push({ index: at, date, on: paidOn(date, schedule.holidays, holidays) })
  }
  return found
}

/** The index of the first date that is not before a day; as far as the schedule goes. */
export function indexFrom(schedule: Schedule, day: DateText): number {
  let [before, after] = [-1, indexEstimate(schedule, day) + 2]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    const date = steppedTo(schedule, middle)
    if (date === null || date >= day) after = middle
    else before = middle
  }
  return after
}

/** The day on which a date is paid. */
function paidOn(date: DateText, rule: HolidayRule, holidays: Holidays): DateText {
  if (rule === 'as-is') return date
  const step = rule === 'before' ? -1 : 1
  let day = date
  for (let moved = 0; moved < MOVES_MAX; moved++) {
    if (isBusinessDay(day, holidays)) return day
    day = addDays(day, step)
  }
  return date
}

export function isBusinessDay(date: DateText, holidays: Holidays): boolean {
  const weekday = new Date(startOf(date)).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.has(date)
}

function isLeftOut({ every, holidays: rule }: Schedule, date: DateText, holidays: Holidays) {
  return every === 'day' && rule !== 'as-is' && !isBusinessDay(date, holidays)
}

/**
 * The date at an index, without regard to the end of the schedule; null for an index below 0, for
 * the second date of a single payment, and after the year 2999.
 */
function steppedTo({ first, every, lastDay }: Schedule, index: number): DateText | null {
  const yearsMin = Math.floor(index / PER_YEAR_MAX[every])
  if (index < 0 || Number(first.slice(0, 4)) + yearsMin > LAST_YEAR) return null
  const date = stepped({ first, every, lastDay }, index)
  return date !== null && Number(date.slice(0, 4)) <= LAST_YEAR ? date : null
}

function stepped(
  { first, every, lastDay }: Pick<Schedule, 'first' | 'every' | 'lastDay'>,
  index: number,
): DateText | null {
  if (every === 'once') return index === 0 ? (lastDay ? inMonth(first, 0, true) : first) : null
  const months = MONTHS[every]
  if (months !== undefined) return inMonth(first, index * months, lastDay)
  return addDays(first, index * (every === 'week' ? 7 : 1))
}

/** The same day some months later; the last one of a month that is too short for it. */
function inMonth(date: DateText, months: number, lastDay: boolean): DateText {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0))
  const days = last.getUTCDate()
  return dateOf(last.getTime() - (lastDay ? 0 : Math.max(0, days - day)) * DAY_MS)
}

/** At least as large as the index of the first date that is not before a day. */
function indexEstimate({ first, every }: Schedule, day: DateText): number {
  const days = Math.max(0, Math.ceil((startOf(day) - startOf(first)) / DAY_MS))
  const shortest = { once: days + 1, day: 1, week: 7, month: 28, quarter: 90, year: 365 }[every]
  return Math.ceil(days / shortest) + 1
}

function startOf(date: DateText): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function dateOf(at: number): DateText {
  return new Date(at).toISOString().slice(0, 10)
}
