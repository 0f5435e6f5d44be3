export const DAY_MS = 86_400_000

/** A range of calendar days, both inclusive, in ISO 8601: `2026-06-30`. */
export type Period = { readonly from: string; readonly to: string }

/** The named periods, in the order of the menu. */
export const PRESETS = {
  today: 'Today',
  yesterday: 'Yesterday',
  'this-week': 'This week',
  'last-week': 'Last week',
  'this-month': 'This month',
  'last-month': 'Last month',
  'this-quarter': 'This quarter',
  'last-quarter': 'Last quarter',
  q1: 'Q1',
  q2: 'Q2',
  q3: 'Q3',
  q4: 'Q4',
  'this-year': 'This year',
  'last-year': 'Last year',
} as const

export type Preset = keyof typeof PRESETS

/**
 * The days of a preset, relative to `today`. Weeks begin on Monday (ISO 8601); `q1` to `q4` are the
 * quarters of this year.
 */
export function presetPeriod(preset: Preset, today: string): Period {
  switch (preset) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) }
    case 'this-week':
      return weekOf(today)
    case 'last-week':
      return weekOf(addDays(today, -7))
    case 'this-month':
      return monthOf(today, 0)
    case 'last-month':
      return monthOf(today, -1)
    case 'this-quarter':
      return quarterOf(today, 0)
    case 'last-quarter':
      return quarterOf(today, -1)
    case 'q1':
    case 'q2':
    case 'q3':
    case 'q4':
      return quarterOf(`${today.slice(0, 4)}-01-01`, Number(preset[1]) - 1)
    case 'this-year':
      return yearOf(Number(today.slice(0, 4)))
    case 'last-year':
      return yearOf(Number(today.slice(0, 4)) - 1)
    default:
      return preset satisfies never
  }
}

/** The preset for these days, relative to `today`; null when there is none. */
export function presetOf({ from, to }: Period, today: string): Preset | null {
  const names = Object.keys(PRESETS) as Preset[]
  const is = (name: Preset) => {
    const days = presetPeriod(name, today)
    return days.from === from && days.to === to
  }
  return names.find(is) ?? null
}

/** A neighbouring period, and the word for its length. */
export type Step = {
  readonly period: Period
  readonly unit: 'day' | 'week' | 'month' | 'quarter' | 'year' | 'days'
}

/**
 * The period of the same kind before (`-1`) or after (`1`): whole months, quarters and years
 * step by the calendar, all others by their number of days. Null when a bound is no calendar day.
 */
export function stepPeriod({ from, to }: Period, by: -1 | 1): Step | null {
  if (!isDay(from) || !isDay(to) || to < from) return null
  const year = yearOf(Number(from.slice(0, 4)))
  if (year.from === from && year.to === to) {
    return bounded({ period: yearOf(Number(from.slice(0, 4)) + by), unit: 'year' })
  }
  const month = monthOf(from, 0)
  if (month.from === from && month.to === to) {
    return bounded({ period: monthOf(from, by), unit: 'month' })
  }
  const quarter = quarterOf(from, 0)
  if (quarter.from === from && quarter.to === to) {
    return bounded({ period: quarterOf(from, by), unit: 'quarter' })
  }
  const days = (at(to).getTime() - at(from).getTime()) / DAY_MS + 1
  const period = { from: addDays(from, by * days), to: addDays(to, by * days) }
  const isWeek = days === 7 && weekOf(from).from === from
  return bounded({ period, unit: days === 1 ? 'day' : isWeek ? 'week' : 'days' })
}

/** Whether a text is a calendar day. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !text.startsWith('0000') && dayOf(at(text)) === text
}

function bounded(step: Step): Step | null {
  return isDay(step.period.from) && isDay(step.period.to) ? step : null
}

function weekOf(day: string): Period {
  const sinceMonday = (at(day).getUTCDay() + 6) % 7
  const from = addDays(day, -sinceMonday)
  return { from, to: addDays(from, 6) }
}

function monthOf(day: string, by: number): Period {
  const first = at(`${day.slice(0, 7)}-01`)
  first.setUTCMonth(first.getUTCMonth() + by)
  const last = new Date(first)
  last.setUTCMonth(last.getUTCMonth() + 1, 0)
  return { from: dayOf(first), to: dayOf(last) }
}

/** The quarter of a day, or the one so many quarters after it. */
function quarterOf(day: string, by: number): Period {
  const month = Number(day.slice(5, 7)) - 1
  const { from } = monthOf(day, by * 3 - (month % 3))
  return { from, to: monthOf(from, 2).to }
}

function yearOf(year: number): Period {
  const text = String(year).padStart(4, '0')
  return { from: `${text}-01-01`, to: `${text}-12-31` }
}

function addDays(day: string, days: number): string {
  return dayOf(new Date(at(day).getTime() + days * DAY_MS))
}

/** A day as its UTC midnight: for counting days, never for a time. */
function at(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`)
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}
