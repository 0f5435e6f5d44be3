import { dayInWords } from '@/domain/date-words'
import { wallTime } from './instant'

/** When something happened: at an instant, or on a calendar date without a time of day. */
export type Happened = {
  /** ISO 8601 in UTC. */
  readonly occurredAt: string
  /** The date, `2026-11-26`, of what came without a time of day: the same in every zone. */
  readonly occurredOn?: string | null | undefined
}

/** The day of an instant in a sentence: `26 Nov 2026`. */
export function dateInWords(instant: string, zone: string): string {
  return dayInWords(wallTime(instant, zone).date)
}

/** An instant in a sentence: `26 Nov 2026, 14:03`. The page names its zone once. */
export function timeInWords(instant: string, zone: string): string {
  const { date, time } = wallTime(instant, zone)
  return `${dayInWords(date)}, ${time.slice(0, 5)}`
}

/** When something happened in a sentence; a date without a time of day stays one. */
export function happenedInWords({ occurredAt, occurredOn }: Happened, zone: string): string {
  return occurredOn ? dayInWords(occurredOn) : timeInWords(occurredAt, zone)
}

/** The calendar day on which something happened: `2026-11-26`. */
export function happenedOn({ occurredAt, occurredOn }: Happened, zone: string): string {
  return occurredOn ?? wallTime(occurredAt, zone).date
}

/** When something happened as tables write it: `2026-11-26 14:03`, or `2026-11-26`. */
export function happenedInTable({ occurredAt, occurredOn }: Happened, zone: string): string {
  return occurredOn ?? timeInTable(occurredAt, zone)
}

/** An instant as tables write it: `2026-11-26 14:03`. */
export function timeInTable(instant: string, zone: string): string {
  const { date, time } = wallTime(instant, zone)
  return `${date} ${time.slice(0, 5)}`
}

/**
 * The day whose end an instant is, as `readMoment` reads a date without a time; null for any other.
 * Where the clocks are far from UTC, that end is moved (span-of-day.ts).
 */
export function endOfDayAt(instant: string, zone: string): string | null {
  const { date, time, fraction } = wallTime(instant, zone)
  const utc = new Date(instant)
  const clock = utc.toISOString().slice(11)
  if (clock === '11:00:00.000Z' && date > instant.slice(0, 10)) return instant.slice(0, 10)
  if (clock === '10:59:59.999Z' && date < instant.slice(0, 10)) return date
  return `${time}${fraction}` === '23:59:59.999' ? date : null
}

/** A moment to look back at, in a sentence: the end of a day is the day. */
export function momentInWords(instant: string, zone: string): string {
  const day = endOfDayAt(instant, zone)
  return day === null ? timeInWords(instant, zone) : dayInWords(day)
}
