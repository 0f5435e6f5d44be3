/** The time zone of the tests' browsers (playwright.config.ts). */
const ZONE = 'Europe/Prague'

/** An instant (ISO 8601, UTC, with milliseconds) as people in a zone write it: a date, and a time. */
export function onTheClock(instant: string, zone = ZONE): { date: string; time: string } {
  // Sweden writes dates and times as ISO 8601 does.
  const written = new Date(instant).toLocaleString('sv-SE', { timeZone: zone })
  const [date = '', time = ''] = written.split(' ')
  return { date, time: time + instant.slice(19, 23) }
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** A day (`2026-11-26`) as sentences write it: `26 Nov 2026`. */
export function dayInWords(day: string): string {
  const [year, month, date] = day.split('-')
  return `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`
}

/** An instant as sentences write it: `26 Nov 2026, 14:03`. */
export function inWords(instant: string, zone = ZONE): string {
  const { date, time } = onTheClock(instant, zone)
  return `${dayInWords(date)}, ${time.slice(0, 5)}`
}
