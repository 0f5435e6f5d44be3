import { Temporal } from 'temporal-polyfill'
import { instantOfDate } from '@/domain/event-sourcing/calendar-date'
import { clockSpan, spanOfDay } from './span-of-day'
import { type ClockChange, instantIn } from './wall-clock'

export type BoundFault =
  | { reason: 'no-date'; text: string }
  | { reason: 'year' }
  | { reason: 'clock-change'; text: string; change: ClockChange }

/** The instant of a period's bound, or why there is none. */
export type ReadBound = { ok: true; instant: Date } | { ok: false; fault: BoundFault }

/**
 * Server only, as is `readMoment`. Resolves a bound to an instant: a calendar day of `zone` (its
 * first or last millisecond, see `spanOfDay`), a local time of `zone`, or an instant with `Z`
 * or an offset. A local time that was skipped or repeated by a clock change is refused.
 */
export function readBound(text: string, zone: string, edge: 'start' | 'end'): ReadBound {
  try {
    if (/(?:Z|[+-]\d{2}:\d{2})$/.test(text) && text.includes('T')) {
      return found(Temporal.Instant.from(text).epochMilliseconds)
    }
    if (text.includes('T')) return timeOfDay(text, zone)
    const day = Temporal.PlainDate.from(text, { overflow: 'reject' })
    return found(spanOfDay(day, zone)[edge])
  } catch {
    return { ok: false, fault: { reason: 'no-date', text } }
  }
}

function timeOfDay(text: string, zone: string): ReadBound {
  const wall = Temporal.PlainDateTime.from(text, { overflow: 'reject' })
  const read = instantIn(zone, wall.round({ smallestUnit: 'millisecond', roundingMode: 'floor' }))
  if (read.ok) return found(Date.parse(read.instant))
  return { ok: false, fault: { reason: 'clock-change', text, change: read.fault } }
}

/** The years 1 to 9999, which every part of the program can write. */
function found(epochMs: number): ReadBound {
  const instant = new Date(epochMs)
  const year = instant.getUTCFullYear()
  if (year >= 1 && year <= 9999) return { ok: true, instant }
  return { ok: false, fault: { reason: 'year' } }
}

/** An edge of a period of whole days. */
export type DayEdge = {
  readonly date: string
  /** The day's first or last millisecond by the clocks of the zone. */
  readonly instant: Date
  /** No event of the period, dated by the clock or by the calendar, is beyond it. */
  readonly farthest: Date
}

/** How long before its own instant a date's earliest day begins anywhere: noon of UTC+14, and more. */
const BEFORE_MS = 26 * 3_600_000

/** A bound that is a valid day, as such; null for a time. */
export function dayEdge(text: string, zone: string, edge: 'start' | 'end'): DayEdge | null {
  if (text.includes('T')) return null
  const instant = clockSpan(Temporal.PlainDate.from(text), zone)[edge]
  const own = instantOfDate(text).getTime()
  const farthest = edge === 'start' ? Math.min(instant, own - BEFORE_MS) : Math.max(instant, own)
  return { date: text, instant: new Date(instant), farthest: new Date(farthest) }
}
