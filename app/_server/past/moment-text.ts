import 'server-only'
import type { PastFault } from '@/app/_wire/past-faults'
import type { Moment } from '@/app/_wire/types'

export type ReadSegment = { moment: Moment } | { fault: PastFault }

/**
 * The moment in the last segment of a path: a version (`v57`), an instant, or `now`. A version
 * fixes both clocks, so it takes no `knownAt`.
 */
export function momentOf(segment: string, knownAt: unknown): ReadSegment {
  if (knownAt !== undefined && typeof knownAt !== 'string') {
    return { fault: { field: 'knownAt', reason: 'twice' } }
  }
  const text = decoded(segment)
  const known = knownAt === undefined ? {} : { knownAt }
  const version = /^v(\d{1,10})$/.exec(text)?.[1]
  if (version === undefined) {
    return { moment: text === 'now' ? known : { asOf: text, ...known } }
  }
  if (knownAt === undefined) return { moment: { version: Number(version) } }
  return { fault: { field: 'knownAt', reason: 'with-version' } }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
