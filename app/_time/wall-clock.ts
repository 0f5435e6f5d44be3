import { Temporal } from 'temporal-polyfill'
import { dayInWords } from '@/domain/date-words'
import { isZone } from './instant'
import { clockSpan, spanOfDay } from './span-of-day'

/** A moment as a form has it: a date, an optional time, and its zone. */
export type AskedMoment = { date: string; time: string; zone: string }

/** A local time that a clock change skipped or repeated; `shown` is the date and time, in words. */
export type ClockChange = { field: 'time'; shown: string; time: string; zone: string } & (
  | { reason: 'skipped'; leap: { from: string; to: string } | null }
  | { reason: 'repeated'; choices: readonly { offset: string; instant: string }[] }
)

/** Why a date, time and zone name no instant. `moment-words.ts` has the sentences. */
export type MomentFault =
  | { field: 'zone'; reason: 'unknown-zone' }
  | { field: 'date'; reason: 'no-date' | 'future' }
  | { field: 'time'; reason: 'no-time' }
  | ClockChange

type Refused<Fault> = { ok: false; fault: Fault }

/** The instant as ISO 8601 text in UTC; or why there is none. */
export type ReadMoment = { ok: true; instant: string } | Refused<MomentFault>

const TIME =
  /^([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d)(?:[.,](\d{1,3}))?)?(?:\s*([+-]\d{2}:\d{2}))?$/

/**
 * Resolves a local date and time to an instant. An empty time means the end of that day (see
 * `spanOfDay`), and on the present day: now. Times that a clock change skips or repeats are refused.
 * Server only: the calendar's 20 KB are not needed in the browser.
 */
export function readMoment(asked: AskedMoment, now: Date): ReadMoment {
  const read = readLocal(asked)
  if ('fault' in read) return read
  const { zone, date, time, offset } = read
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  if (time !== null) return notAfter(now, instantWith(offset, zone, date.toPlainDateTime(time)))
  const daysAhead = Temporal.PlainDate.compare(date, today.toPlainDate())
  if (daysAhead > 0) return refuse({ field: 'date', reason: 'future' })
  const end = daysAhead === 0 ? now.getTime() : spanOfDay(date, zone).end
  return { ok: true, instant: new Date(Math.min(end, now.getTime())).toISOString() }
}

/** The same for a moment that may be to come; an empty time means the end of that day. */
export function readAnyMoment(asked: AskedMoment): ReadMoment {
  const read = readLocal(asked)
  if ('fault' in read) return read
  const { zone, date, time, offset } = read
  if (time !== null) return instantWith(offset, zone, date.toPlainDateTime(time))
  return { ok: true, instant: new Date(clockSpan(date, zone).end).toISOString() }
}

type Local = { zone: string; date: Temporal.PlainDate } & LocalTime
/** A time of day; with its offset from UTC where that was written. */
type LocalTime = { time: Temporal.PlainTime | null; offset: string | null }

function readLocal(asked: AskedMoment): Local | Refused<MomentFault> {
  const zone = asked.zone.trim()
  if (!isZone(zone)) return refuse({ field: 'zone', reason: 'unknown-zone' })
  const date = dateOf(asked.date.trim())
  if (!date) return refuse({ field: 'date', reason: 'no-date' })
  if (asked.time.trim() === '') return { zone, date, time: null, offset: null }
  const time = timeOf(asked.time.trim())
  return time ? { zone, date, ...time } : refuse({ field: 'time', reason: 'no-time' })
}

function dateOf(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return null
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return null
  }
}

function timeOf(text: string): LocalTime | null {
  const match = TIME.exec(text)
  if (!match) return null
  const [, hour, minute, second = '0', fraction = '', offset = null] = match
  const time = new Temporal.PlainTime(
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0')),
  )
  return { time, offset }
}

/** The same with an offset, which must be that of the zone at that time: it tells repeated times apart. */
function instantWith(
  offset: string | null,
  zone: string,
  wall: Temporal.PlainDateTime,
): ReadMoment {
  if (offset === null) return instantIn(zone, wall)
  const found = (['earlier', 'later'] as const)
    .map(disambiguation => wall.toZonedDateTime(zone, { disambiguation }))
    .find(one => one.offset === offset && one.toPlainDateTime().equals(wall))
  return found ? { ok: true, instant: utc(found) } : refuse({ field: 'time', reason: 'no-time' })
}

/** The instant of the local time `wall`, unless a clock change skips or repeats it. */
export function instantIn(
  zone: string,
  wall: Temporal.PlainDateTime,
): { ok: true; instant: string } | Refused<ClockChange> {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  const time = clock(wall)
  const shown = `${dayInWords(wall.toPlainDate().toString())}, ${time}`
  const at = { field: 'time', shown, time, zone } as const
  if (!earlier.toPlainDateTime().equals(wall)) {
    return refuse({ ...at, reason: 'skipped', leap: leapAfter(earlier) })
  }
  if (earlier.equals(later)) return { ok: true, instant: utc(earlier) }
  const choices = [earlier, later].map(one => ({ offset: one.offset, instant: utc(one) }))
  return refuse({ ...at, reason: 'repeated', choices })
}

function notAfter(now: Date, read: ReadMoment): ReadMoment {
  const first = read.ok ? read.instant : firstChoice(read.fault)
  const isFuture = first !== undefined && Date.parse(first) > now.getTime()
  return isFuture ? refuse({ field: 'date', reason: 'future' }) : read
}

function firstChoice(fault: MomentFault): string | undefined {
  return fault.reason === 'repeated' ? fault.choices[0]?.instant : undefined
}

/** The local times between which the clocks skipped forward that day. */
function leapAfter(before: Temporal.ZonedDateTime): { from: string; to: string } | null {
  const leap = before.getTimeZoneTransition('next')
  if (!leap) return null
  const left = leap.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime()
  return { from: clock(left), to: clock(leap.toPlainDateTime()) }
}

function clock(wall: Temporal.PlainDateTime): string {
  const smallestUnit = wall.millisecond ? 'millisecond' : wall.second ? 'second' : 'minute'
  return wall.toPlainTime().toString({ smallestUnit })
}

function utc(moment: Temporal.ZonedDateTime): string {
  return new Date(moment.epochMilliseconds).toISOString()
}

function refuse<Fault extends MomentFault>(fault: Fault): Refused<Fault> {
  return { ok: false, fault }
}
