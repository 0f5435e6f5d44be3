import 'server-only'
import type { InstantFault } from '@/app/_wire/past-faults'

export type ReadInstant = { ok: true; instant: Date } | { ok: false; fault: InstantFault }

// RFC 3339, section 5.6: date-time, without leap seconds, which no clock here shows.
const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** The years 1 to 9999, which every part of the program can write. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z')
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * Parses an RFC 3339 instant such as `2026-06-30T23:59:59Z`, in UTC or with an offset; a local time
 * without one names no instant and is refused. Digits past the millisecond are truncated: no event
 * has them.
 */
export function readInstant(text: string): ReadInstant {
  const match = text.length <= 64 ? RFC_3339.exec(text) : null
  if (!match) return { ok: false, fault: / \d{2}:\d{2}$/.test(text) ? 'plus' : 'no-instant' }
  const [, year = '', month = '', day = ''] = match
  const calendar = new Date(Date.UTC(2000, 0, 1))
  calendar.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (calendar.getUTCMonth() !== Number(month) - 1 || calendar.getUTCDate() !== Number(day)) {
    return { ok: false, fault: 'no-such-day' }
  }
  const time = Date.parse(text.toUpperCase())
  if (Number.isNaN(time) || time < EARLIEST || time > LATEST) {
    return { ok: false, fault: 'year' }
  }
  return { ok: true, instant: new Date(time) }
}
