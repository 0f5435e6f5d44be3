import 'server-only'
import { momentOf } from '@/app/_server/past/moment-text'
import { wallTime } from '@/app/_time/instant'
import { type PastFault, pastSentence } from '@/app/_wire/past-faults'
import type { Moment } from '@/app/_wire/types'
import type { AskedValues } from '../../asked-moment'
import { NAMES } from '../read-past'

/** A parameter of the address. */
type Parameter = string | string[] | undefined

/** Why a second moment is invalid, and the field of the form where it can be fixed. */
export type SecondRefusal = { field: keyof AskedValues; sentence: string }

/** The second moment of the address (default: now), or why it is invalid. */
export function readSecond(
  text: Parameter,
  knownAt: Parameter,
): { moment: Moment } | SecondRefusal {
  if (Array.isArray(text))
    return { field: 'version', sentence: 'The second date is given more than once.' }
  const read = momentOf(text ?? 'now', knownAt)
  if ('moment' in read) return read
  return { field: 'knownDate', sentence: pastSentence(read.fault, NAMES) }
}

/** Why a valid second moment can't be shown. */
export function secondRefusal(fault: PastFault, { date }: AskedValues): SecondRefusal {
  const sentence = pastSentence(fault, NAMES)
  if (fault.field === 'knownAt') return { field: 'knownDate', sentence }
  return { field: fault.field === 'asOf' && date !== '' ? 'date' : 'version', sentence }
}

/** The second moment of the address as values of the form. */
export function valuesOfSecond(text: Parameter, knownAt: Parameter, zone: string): AskedValues {
  const [at, known] = [wallOf(text, zone), wallOf(knownAt, zone)]
  return {
    version: typeof text === 'string' ? (/^v(\d{1,10})$/.exec(text)?.[1] ?? '') : '',
    date: at?.date ?? '',
    time: at?.time ?? '',
    knownDate: known?.date ?? '',
    knownTime: known?.time ?? '',
    zone,
  }
}

function wallOf(text: Parameter, zone: string): { date: string; time: string } | null {
  const isInstant = typeof text === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(text)
  if (!isInstant || Number.isNaN(Date.parse(text))) return null
  const { date, time, fraction } = wallTime(text, zone)
  return { date, time: time + fraction }
}
