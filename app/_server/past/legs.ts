import 'server-only'
import type { LegKind } from '@/app/_wire/look-back'
import type { Moment } from '@/db/streams/state-at'

/** One leg of the path between two moments. */
export type Leg = { readonly kind: LegKind; readonly moments: readonly [Moment, Moment] }

/**
 * The path between two moments along the two clocks: first what the bank learned about the first
 * day, then what happened from that day to the other. Between versions there is one leg.
 */
export function legsBetween(first: Moment, second: Moment): Leg[] {
  if ('version' in first || 'version' in second) {
    return [{ kind: 'recorded', moments: [first, second] }]
  }
  const turn: Moment = { asOf: first.asOf, knownAt: second.knownAt }
  const legs: Leg[] = []
  if (!isSame(first.knownAt, second.knownAt)) {
    legs.push({ kind: 'learned', moments: [first, turn] })
  }
  if (!isSame(first.asOf, second.asOf)) legs.push({ kind: 'happened', moments: [turn, second] })
  return legs.length > 0 ? legs : [{ kind: 'happened', moments: [first, second] }]
}

function isSame(one: Date | undefined, other: Date | undefined): boolean {
  return one?.getTime() === other?.getTime()
}
