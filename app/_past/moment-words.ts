import { dateInWords, momentInWords } from '@/app/_time/written'

/** A moment of an account as a page has it. */
export type NamedMoment = {
  /** The version and when it was recorded; null for a date. */
  readonly event: { readonly version: number; readonly recordedAt: string } | null
  /** Null: now. */
  readonly asOf: string | null
  /** Null: today's records. */
  readonly knownAt: string | null
}

/**
 * What a moment is called, to follow other words: `after event 30, recorded 26 Nov 2026`,
 * `on 30 Jun 2026, 14:03`, `now, using records as of 2 Jul 2026`.
 */
export function momentWords({ event, asOf, knownAt }: NamedMoment, zone: string): string {
  if (event) return `after event ${event.version}, recorded ${dateInWords(event.recordedAt, zone)}`
  const when = asOf === null ? 'now' : `on ${momentInWords(asOf, zone)}`
  return knownAt === null ? when : `${when}, using records as of ${momentInWords(knownAt, zone)}`
}

/** An instant to the minute; the end of a day is the day. */
export const instantWords = momentInWords

/** The same words as the beginning of a line. */
export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
