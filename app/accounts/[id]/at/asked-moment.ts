import { isZone, wallTime } from '@/app/_time/instant'
import { type Place, readVersion } from '@/app/_time/moment-path'
import { choicesOf, momentSentence, momentSentenceWithOffsets } from '@/app/_time/moment-words'
import { type MomentFault, readMoment } from '@/app/_time/wall-clock'
import type { MomentFormField } from './moment-forms'

/** The values of the time machine's forms. */
export type AskedValues = Readonly<Record<MomentFormField, string>>

/** The requested moment; null when none was requested yet. */
export type AskedPlace =
  | { ok: true; place: Place }
  | {
      ok: false
      field: MomentFormField
      sentence: string
      /** Alternatives, such as the two instants of a repeated local time. */
      choices: { label: string; place: Place }[]
    }
  | null

type AskedContext = {
  isAsked: boolean
  newest: number
  now: Date
  /** The instant that the form had: an unchanged date and time mean it again. */
  shown?: string
}

/**
 * Parses the time machine's forms: an event's number, or a date and time with an optional second
 * date and time for the recording clock. Server only.
 */
export function readAskedMoment(
  values: AskedValues,
  { isAsked, newest, now, shown }: AskedContext,
): AskedPlace {
  const { zone } = values
  if (values.version !== '') {
    const read = readVersion(values.version, newest)
    if (read.ok) return { ok: true, place: { segment: `v${read.version}` } }
    return refuse('version', read.sentence)
  }
  if (!isAsked) return null
  const known = readKnown(values, now)
  const isSame = shown !== undefined && isUnchanged(values, shown)
  const read = isSame ? { ok: true as const, instant: shown } : readMoment(values, now)
  const more = { zone, knownAt: known?.ok ? known.instant : undefined }
  if (!read.ok) {
    const choices = choicesOf(read.fault).map(({ label, instant }) => ({
      label,
      place: { segment: instant, ...more },
    }))
    return { ...refuse(fieldOf(read.fault), momentSentence(read.fault, 'optional')), choices }
  }
  if (known?.ok === false) return known
  return { ok: true, place: { segment: read.instant, ...more } }
}

/** Whether a form has the date and time of an instant, which a clock change may have repeated. */
function isUnchanged({ date, time, zone }: AskedValues, shown: string): boolean {
  const isInstant = /^\d{4}-\d{2}-\d{2}T/.test(shown) && !Number.isNaN(Date.parse(shown))
  if (!isInstant || !isZone(zone)) return false
  const wall = wallTime(shown, zone)
  return date === wall.date && time === wall.time + wall.fraction
}

type Refused = Extract<AskedPlace, { ok: false }>

function readKnown(
  { knownDate: date, knownTime: time, zone }: AskedValues,
  now: Date,
): { ok: true; instant: string } | Refused | null {
  if (date.trim() === '' && time.trim() === '') return null
  const read = readMoment({ date, time, zone }, now)
  if (read.ok) return read
  const field = fieldOf(read.fault) === 'date' ? 'knownDate' : 'knownTime'
  return refuse(field, momentSentenceWithOffsets(read.fault, 'optional'))
}

/** The form has no field for the zone, which only a hand-written address gets wrong. */
function fieldOf({ field }: MomentFault): 'date' | 'time' {
  return field === 'date' ? 'date' : 'time'
}

function refuse(field: MomentFormField, sentence: string): Refused {
  return { ok: false, field, sentence, choices: [] }
}
