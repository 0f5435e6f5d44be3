import { Temporal } from 'temporal-polyfill'
import { isZone } from './instant'

/** A moment as people write it: a date, a time that may be empty, and whose clock it is. */
export type AskedMoment = { date: string; time: string; zone: string }

export type MomentField = keyof AskedMoment

/** The instant that was meant, as an ISO 8601 text in UTC; or what is wrong, beside its cause. */
export type ReadMoment =
  | { ok: true; instant: string }
  | {
      ok: false
      field: MomentField
      sentence: string
      /** Two instants that the same clock time can mean. */
      choices?: { label: string; instant: string }[]
    }

const TIME = /^([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d)(?:[.,](\d{1,3}))?)?$/

/**
 * For server files only: the browser needs no 20 KB of calendar to send a form. Finds the instant at which the clocks of a zone show a date and time. An empty time means the end
 * of that day, and on the present day: now. Times that a change of the clocks skips or repeats are
 * refused, for they name no instant or two.
 */
export function readMoment(asked: AskedMoment, now: Date): ReadMoment {
  const zone = asked.zone.trim()
  if (!isZone(zone)) return refuse('zone', 'Write a time zone such as Europe/Prague or UTC.')
  const date = dateOf(asked.date.trim())
  if (!date) return refuse('date', 'Write a date that the calendar has, such as 2026-06-30.')
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  if (asked.time.trim() === '') {
    if (date.equals(today.toPlainDate())) return { ok: true, instant: now.toISOString() }
    return instantIn(zone, date.toPlainDateTime('23:59:59.999'), now)
  }
  const time = timeOf(asked.time.trim())
  if (!time) return refuse('time', 'Write a time such as 14:03 or 14:03:22.118, or leave it empty.')
  return instantIn(zone, date.toPlainDateTime(time), now)
}

function dateOf(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return null
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return null
  }
}

function timeOf(text: string): Temporal.PlainTime | null {
  const match = TIME.exec(text)
  if (!match) return null
  const [, hour, minute, second = '0', fraction = ''] = match
  return new Temporal.PlainTime(
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0')),
  )
}

/** The instant at which the clocks of a zone show `wall`, and not after `now` unless that is null. */
export function instantIn(
  zone: string,
  wall: Temporal.PlainDateTime,
  now: Date | null,
): ReadMoment {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  const shown = `${wall.toPlainDate()} ${clock(wall)}`
  if (!earlier.toPlainDateTime().equals(wall)) {
    return refuse('time', `${shown} never came in ${zone}: ${leapSentence(earlier)}`)
  }
  if (now && earlier.epochMilliseconds > now.getTime()) {
    return refuse('date', 'This moment has not come yet. The book ends with now.')
  }
  if (!earlier.equals(later)) {
    return {
      ok: false,
      field: 'time',
      sentence: `${shown} came twice in ${zone}, when the clocks were put back. Which of the two?`,
      choices: [
        { label: `The first, ${earlier.offset}`, instant: utc(earlier) },
        { label: `The second, ${later.offset}`, instant: utc(later) },
      ],
    }
  }
  return { ok: true, instant: utc(earlier) }
}

/** What the clocks did that day: they were put on, from one time to a later one. */
function leapSentence(before: Temporal.ZonedDateTime): string {
  const leap = before.getTimeZoneTransition('next')
  if (!leap) return 'the clocks were put on.'
  const left = leap.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime()
  return `at ${clock(left)} the clocks were put on to ${clock(leap.toPlainDateTime())}.`
}

function clock(wall: Temporal.PlainDateTime): string {
  return wall.toPlainTime().toString({ smallestUnit: wall.millisecond ? 'millisecond' : 'second' })
}

function utc(moment: Temporal.ZonedDateTime): string {
  return new Date(moment.epochMilliseconds).toISOString()
}

function refuse(field: MomentField, sentence: string): ReadMoment {
  return { ok: false, field, sentence }
}
