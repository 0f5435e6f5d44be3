import { momentSentence, momentSentenceWithOffsets } from './moment-words'
import { type MomentFault, readMoment } from './wall-clock'

/** Why the fields name no instant, which of them is at fault, and the kind of fault. */
type Fault = {
  readonly field: MomentFault['field']
  readonly sentence: string
  readonly kind: MomentFault['reason']
}

type Texts = Readonly<Record<'date' | 'time' | 'zone', string>>

/** The effective time in a form's fields, as `occurredAt`; absent, so now, when both are blank. */
export function readEffectiveTime(texts: Texts): { occurredAt?: string } | Fault {
  return texts.date.trim() === '' && texts.time.trim() === '' ? {} : readEarlierTime(texts)
}

/**
 * The effective time of a form that asks for an earlier one, as `occurredAt`. Its date and its time
 * are required: a form that is sent twice must mean the same instant.
 */
export function readEarlierTime({ date, time, zone }: Texts): { occurredAt: string } | Fault {
  if (date.trim() !== '' && time.trim() === '') {
    const fault = { field: 'time', reason: 'no-time' } as const
    return { field: fault.field, sentence: momentSentence(fault, 'required'), kind: fault.reason }
  }
  const read = readMoment({ date, time, zone }, new Date())
  if (read.ok) return { occurredAt: read.instant }
  const { field, reason: kind } = read.fault
  return { field, sentence: momentSentenceWithOffsets(read.fault, 'required'), kind }
}
