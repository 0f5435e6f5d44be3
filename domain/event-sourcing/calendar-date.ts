/** Calendar dates are texts such as `2026-11-30`, which sort as they follow each other. */
export type DateText = string

/** Whether a text is a date of the calendar between the years 2000 and 2999. */
export function isDate(text: string): boolean {
  if (!/^2\d{3}-\d\d-\d\d$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/**
 * The instant that stands for a calendar date without a time of day: 11:00 UTC, which lies inside
 * that date on the clocks from UTC−11 to UTC+12. `end` and `start` of a day take care of the others.
 * @param date `2026-11-26`
 */
export function instantOfDate(date: string): Date {
  return new Date(`${date}T11:00:00.000Z`)
}

const DAY_MS = 86_400_000

/**
 * The first and the last millisecond of a date in some zone, moved as little as needed so that they
 * contain the instant of this date and of no other.
 */
export function clampToDate(
  date: string,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  const own = instantOfDate(date).getTime()
  return {
    start: Math.max(Math.min(start, own), own - DAY_MS + 1),
    end: Math.min(Math.max(end, own), own + DAY_MS - 1),
  }
}
