import 'server-only'
import { cache } from 'react'
import { bank } from '@/app/_server/process/bank'
import type { Moment, StateAt } from '@/db/streams/state-at'

/**
 * Reads of the log that several parts of a page share, cached for one render. (API requests and
 * actions don't share them.)
 */

/** A stream at a moment; see `stateAt`. */
export function foldAt(id: string, moment: Moment): Promise<StateAt> {
  if ('version' in moment) return fold(id, moment.version, undefined, undefined)
  return fold(id, undefined, moment.asOf?.getTime(), moment.knownAt?.getTime())
}

/** Keyed by numbers, because the cache compares dates by identity. */
const fold = cache(
  (
    id: string,
    version: number | undefined,
    asOf: number | undefined,
    knownAt: number | undefined,
  ) =>
    bank().store.stateAt(
      id,
      version === undefined ? { asOf: dateOf(asOf), knownAt: dateOf(knownAt) } : { version },
    ),
)

/** The latest date in a stream. */
export const endOfStream = cache((id: string) => bank().store.endOfStream(id))

/** The latest date in the whole log. */
export const endOfLog = cache(() => bank().store.endOfLog())

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms)
}
