import 'server-only'
import type { Query } from '@/app/_server/http/address'
import { readInstant } from '@/app/_server/http/instants'
import { readVersion } from '@/app/_time/moment-path'
import { momentSentenceWithOffsets } from '@/app/_time/moment-words'
import { readMoment } from '@/app/_time/wall-clock'

/** The moment that an address asks for; null: now. */
export type AskedMoment =
  | null
  | { readonly moment: { readonly version: number } | { readonly asOf: Date } }
  | { readonly sentence: string }

/**
 * Reads `version`, or `asOf` (RFC 3339), or `date` and `time` in the reader's zone.
 * @param newest the version of the newest event
 */
export function askedMoment(query: Query, newest: number, zone: string): AskedMoment {
  const textIn = (name: string) => {
    const text = query[name]
    return typeof text === 'string' ? text.trim() : ''
  }
  const [version, asOf, date] = ['version', 'asOf', 'date'].map(textIn)
  if (version) {
    const read = readVersion(version, newest)
    if (!read.ok) return { sentence: read.sentence }
    return read.version === newest ? null : { moment: { version: read.version } }
  }
  if (asOf) {
    const read = readInstant(asOf)
    return read.ok
      ? { moment: { asOf: read.instant } }
      : { sentence: 'Write a date and time such as 2026-11-26T14:03:00Z.' }
  }
  if (!date) return null
  const read = readMoment({ date, time: textIn('time'), zone }, new Date())
  if (read.ok) return { moment: { asOf: new Date(read.instant) } }
  return { sentence: momentSentenceWithOffsets(read.fault, 'optional') }
}
