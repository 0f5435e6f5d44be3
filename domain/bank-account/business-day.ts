/** Formats are slow to make. A zone can be written in many ways, so the map is bounded. */
const formats = new Map<string, Intl.DateTimeFormat>()
const FORMATS_MAX = 1_000

/** @throws RangeError for an unknown zone */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'iso8601', ...fields })
  if (formats.size >= FORMATS_MAX) formats.clear()
  formats.set(timeZone, format)
  return format
}

/** Whether a text names a time zone, such as `Europe/Prague`. Offsets, which newer engines take, are none. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    formatOf(text)
    return true
  } catch {
    return false
  }
}

/** The day of an instant in a zone, such as `2026-11-26`. */
export function dayIn(timeZone: string, at: Date): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(one => [one.type, one.value]),
  )
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`
}

const DAY_MS = 86_400_000

/** The first instant of the day after that of `at`; days have 23 to 25 hours, rarely others. */
export function nextDayIn(timeZone: string, at: Date): Date {
  return firstAfter(at, moment => dayIn(timeZone, moment) > dayIn(timeZone, at))
}

/** The first instant of the day of `at`. */
export function startOfDayIn(timeZone: string, at: Date): Date {
  const before = new Date(at.getTime() - 2 * DAY_MS)
  return firstAfter(before, moment => dayIn(timeZone, moment) >= dayIn(timeZone, at))
}

/**
 * The first instant of a date in a zone; that of the day after it where a zone left the date out.
 * @param date `2026-11-26`
 */
export function startOfDateIn(timeZone: string, date: string): Date {
  const key = `${timeZone} ${date}`
  const known = starts.get(key)
  if (known !== undefined) return new Date(known)
  // No zone is more than 14 hours from UTC.
  const before = new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS)
  const start = firstAfter(before, moment => dayIn(timeZone, moment) >= date)
  if (starts.size >= STARTS_MAX) starts.clear()
  starts.set(key, start.getTime())
  return start
}

/** Finding one asks for the day of some thirty moments, and many payments are due on one date. */
const starts = new Map<string, number>()
const STARTS_MAX = 10_000

/** The first millisecond, within two days of `at`, at which a condition holds from then on. */
function firstAfter(at: Date, holds: (moment: Date) => boolean): Date {
  let [before, after] = [at.getTime(), at.getTime() + 2 * DAY_MS]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (holds(new Date(middle))) after = middle
    else before = middle
  }
  return new Date(after)
}
