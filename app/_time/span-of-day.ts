import type { Temporal } from 'temporal-polyfill'
import { clampToDate } from '@/domain/event-sourcing/calendar-date'

/** The first and the last millisecond of a day, in milliseconds since the epoch. */
export type Span = { readonly start: number; readonly end: number }

/** A day by the clocks of a zone, whatever its length. */
export function clockSpan(day: Temporal.PlainDate, zone: string): Span {
  const next = day.add({ days: 1 }).toZonedDateTime(zone)
  return {
    start: day.toZonedDateTime(zone).epochMilliseconds,
    end: next.epochMilliseconds - 1,
  }
}

/**
 * The same for a question about a day. What is dated by that calendar date, without a time of day,
 * is inside it in every zone; what is dated by another is not. It differs from the clocks by an hour
 * or two, and only where they are more than 12 hours ahead of UTC or 12 behind.
 */
export function spanOfDay(day: Temporal.PlainDate, zone: string): Span {
  return clampToDate(day.toString(), clockSpan(day, zone))
}
