import type { Moment } from '@/app/_wire/types'

/** The address of an account as it was at an instant (ISO 8601, UTC), read in a zone. */
export function pathAt(id: string, instant: string, zone: string): string {
  return `/accounts/${id}/at/${instant}?zone=${encodeURIComponent(zone).replaceAll('%2F', '/')}`
}

/** The address of an account as one of its events left it. */
export function pathAtVersion(id: string, version: number): string {
  return `/accounts/${id}/at/v${version}`
}

/** The moment that the last part of such an address names. */
export function momentOf(segment: string, knownAt: unknown): Moment {
  const text = decoded(segment)
  const version = /^v(\d{1,10})$/.exec(text)?.[1]
  if (version !== undefined) return { version: Number(version) }
  return typeof knownAt === 'string' ? { asOf: text, knownAt } : { asOf: text }
}

/** Reads the number of an event, or says what would be one. */
export function readVersion(
  text: string,
  newest: number,
): { ok: true; version: number } | { ok: false; sentence: string } {
  const version = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0
  if (version >= 1 && version <= newest) return { ok: true, version }
  const sentence =
    newest === 1
      ? 'This account has one event so far: write 1.'
      : `The events of this account are numbered 1 to ${newest}.`
  return { ok: false, sentence }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
