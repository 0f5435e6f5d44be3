import { type Place, readVersion } from '@/app/_time/moment-path'
import { choicesOf, momentSentence } from '@/app/_time/moment-words'
import { readMoment } from '@/app/_time/wall-clock'
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

/**
 * Parses the time machine's forms: an event's number, or a date and time with an optional second
 * date and time for the recording clock. Server only.
 */
export function readAskedMoment(
  values: AskedValues,
  { isAsked, newest, now }: { isAsked: boolean; newest: number; now: Date },
): AskedPlace {
  const { zone } = values
  if (values.version !== '') {
    const read = readVersion(values.version, newest)
    if (read.ok) return { ok: true, place: { segment: `v${read.version}` } }
    return refuse('version', read.sentence)
  }
  if (!isAsked) return null
  const known = readKnown(values, now)
  const read = readMoment(values, now)
  const more = { zone, knownAt: known?.ok ? known.instant : undefined }
  if (!read.ok) {
    const choices = choicesOf(read.fault).map(({ label, instant }) => ({
      label,
      place: { segment: instant, ...more },
    }))
    return { ...refuse(read.fault.field, momentSentence(read.fault, 'optional')), choices }
  }
  if (known?.ok === false) return known
  return { ok: true, place: { segment: read.instant, ...more } }
}

type Refused = Extract<AskedPlace, { ok: false }>

function readKnown(
  { knownDate: date, knownTime: time, zone }: AskedValues,
  now: Date,
): { ok: true; instant: string } | Refused | null {
  if (date.trim() === '' && time.trim() === '') return null
  const read = readMoment({ date, time, zone }, now)
  if (read.ok) return read
  const sentence = momentSentence(read.fault, 'optional')
  const [one, other] = choicesOf(read.fault).map(({ instant }) => instant)
  const inUtc = one && other && ` Enter it in the time zone UTC: ${one} or ${other}.`
  const field = { date: 'knownDate', time: 'knownTime', zone: 'zone' } as const
  return refuse(field[read.fault.field], `${sentence}${inUtc ?? ''}`)
}

function refuse(field: MomentFormField, sentence: string): Refused {
  return { ok: false, field, sentence, choices: [] }
}
