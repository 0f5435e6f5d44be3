import 'server-only'
import { cache } from 'react'
import { bank } from '@/app/_server/process/bank'
import type { Moment, StateAt } from '@/db/streams/state-at'

/**
 * What several parts of a page ask of the book, each thing once for one page. (A request that is not
 * a page, of the API or an action, asks each time.)
 */

/** A stream at a moment; see `stateAt`. */
export function foldAt(id: string, moment: Moment): Promise<StateAt> {
  if ('version' in moment) return fold(id, moment.version, undefined, undefined)
  return fold(id, undefined, moment.asOf?.getTime(), moment.knownAt?.getTime())
}

/** By numbers, which are the same when they are equal; dates are not. */
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
