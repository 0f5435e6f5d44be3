import { DAY_MS, type Period, presetPeriod } from './period'

/** The lengths of a report's periods. */
export const UNITS = { day: 'Day', week: 'Week', month: 'Month' } as const
export type Unit = keyof typeof UNITS

/** The most periods in one report. */
export const PERIODS_MAX = 600

const DAYS: Readonly<Record<Unit, number>> = { day: 1, week: 7, month: 30 }

/** The day, week (from Monday, ISO 8601) or month that contains a day. */
function periodOf(unit: Unit, day: string): Period {
  switch (unit) {
    case 'day':
      return { from: day, to: day }
    case 'week':
      return presetPeriod('this-week', day)
    case 'month':
      return presetPeriod('this-month', day)
    default:
      return unit satisfies never
  }
}

/** Every period from that of `from` to that of `to`; the first and last are cut to those days. */
export function periodsBetween(unit: Unit, { from, to }: Period): Period[] {
  const periods: Period[] = []
  for (let day = from; day <= to; ) {
    const whole = periodOf(unit, day)
    // A period at the end of year 9999 ends in a five-digit year, which sorts before all others.
    const isLast = whole.to >= to || whole.to.startsWith('+')
    periods.push({ from: day, to: isLast ? to : whole.to })
    if (isLast) break
    day = dayAfter(whole.to)
  }
  return periods
}

/** Whether a report of these days has more than `PERIODS_MAX` periods. */
export function isTooLong(unit: Unit, { from, to }: Period): boolean {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS / DAYS[unit] > PERIODS_MAX
}

/** The day so many days after (or before) another; within the years 1 to 9999. */
export function dayAfter(day: string, days = 1): string {
  const ms = Date.parse(`${day}T00:00:00Z`) + days * DAY_MS
  return new Date(Math.min(Math.max(ms, FIRST_DAY_MS), LAST_DAY_MS)).toISOString().slice(0, 10)
}

const FIRST_DAY_MS = Date.parse('0001-01-01T00:00:00Z')
const LAST_DAY_MS = Date.parse('9999-12-31T00:00:00Z')
