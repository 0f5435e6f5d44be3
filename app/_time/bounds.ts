import { Temporal } from 'temporal-polyfill'
import { instantIn } from './wall-clock'

/** The instant that a bound of a period means; or why it means none, to go on behind its name. */
export type ReadBound = { ok: true; instant: Date } | { ok: false; sentence: string }

/**
 * For server files only, as `readMoment` is. Finds the instant of a bound: a day of the calendar of
 * `zone` (its first or last millisecond, whatever its length), a time on the clocks of `zone`, or an
 * instant with `Z` or an offset. A time that the clocks skipped or showed twice is refused.
 */
export function readBound(text: string, zone: string, edge: 'start' | 'end'): ReadBound {
  try {
    if (/(?:Z|[+-]\d{2}:\d{2})$/.test(text) && text.includes('T')) {
      return found(Temporal.Instant.from(text).epochMilliseconds)
    }
    if (text.includes('T')) return timeOfDay(text, zone)
    const day = Temporal.PlainDate.from(text, { overflow: 'reject' })
    if (edge === 'start') return found(day.toZonedDateTime(zone).epochMilliseconds)
    return found(day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1)
  } catch {
    return { ok: false, sentence: `${text} is no time that the calendar has.` }
  }
}

function timeOfDay(text: string, zone: string): ReadBound {
  const wall = Temporal.PlainDateTime.from(text, { overflow: 'reject' })
  const read = instantIn(
    zone,
    wall.round({ smallestUnit: 'millisecond', roundingMode: 'floor' }),
    null,
  )
  if (read.ok) return found(Date.parse(read.instant))
  const [first, second] = read.choices ?? []
  if (!first || !second) return { ok: false, sentence: read.sentence }
  const offset = (label: string) => label.split(', ')[1] ?? ''
  const ways = `${text}${offset(first.label)} or ${text}${offset(second.label)}`
  return { ok: false, sentence: `${read.sentence} Write ${ways}.` }
}

/** Years that every part of the program can write. */
function found(epochMs: number): ReadBound {
  const instant = new Date(epochMs)
  const year = instant.getUTCFullYear()
  if (year >= 1 && year <= 9999) return { ok: true, instant }
  return { ok: false, sentence: 'It must lie between the years 1 and 9999.' }
}
