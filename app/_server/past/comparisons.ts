import 'server-only'
import { shownState } from '@/app/_server/accounts/wire'
import { peopleIn } from '@/app/_server/people/customers'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableStream, type StreamHead } from '@/app/_server/streams/access'
import { foldAt } from '@/app/_server/streams/book'
import { eventJson } from '@/app/_server/streams/wire'
import type { ComparedJson, ComparisonJson } from '@/app/_wire/look-back'
import type { Moment as AskedMoment, EventJson } from '@/app/_wire/types'
import { balanceOf } from '@/db/codecs/registry'
import type { Moment, StateAt } from '@/db/streams/state-at'
import { formatAmount } from '@/domain/money/money'
import { type Leg, legsBetween } from './legs'
import type { NotFound } from './look-back'
import { readAsked } from './moments'

/** A cursor in one leg of a comparison: after a version. */
export type LegPlace = { leg: number; after: number }

/** Whether a comparison keeps the order it was asked for in, or begins with the earlier moment. */
export type ComparisonOrder = 'asked' | 'earlier-first'

type ComparisonPage = { order?: ComparisonOrder; place?: LegPlace; limit: number }

/** Compares a stream at two moments; a moment with neither clock is now. */
export async function compareMoments(
  viewer: Viewer,
  id: string,
  moments: readonly [AskedMoment, AskedMoment],
  { order = 'asked', place, limit }: ComparisonPage,
): Promise<(ComparisonJson & { found: true }) | NotFound> {
  const head = await readableStream(viewer, id)
  if (!head) return { found: false, reason: 'unknown' }
  const [one, other] = await Promise.all(moments.map(moment => readAsked(moment, head)))
  if (!one || !other) throw new Error('A comparison needs two moments')
  if ('found' in one) return one
  if ('found' in other) return other
  // Adjacent legs share a moment, which is folded once.
  const met = new Map<Moment, Promise<StateAt>>()
  const stateOf = (moment: Moment) => {
    const state = met.get(moment) ?? foldAt(head.id, moment)
    met.set(moment, state)
    return state
  }
  const pair = [one.moment, other.moment] as const
  const [first, second] = order === 'asked' ? pair : await earlierFirst(pair, stateOf)
  const way = legsBetween(first, second)
  if (place && place.leg >= way.length) {
    return { found: false, reason: 'invalid', fault: { field: 'cursor', reason: 'cursor' } }
  }
  const legs = await Promise.all(
    way.map((leg, index) =>
      readLeg(head, leg, stateOf, { after: place?.leg === index ? place.after : 0, limit }),
    ),
  )
  const [from, to] = [legs[0]?.from, legs.at(-1)?.to]
  if (!from || !to) throw new Error('A comparison needs at least one leg')
  const { currency } = head
  const minor = legs.reduce((sum, leg) => sum + leg.minor, 0n)
  return {
    found: true,
    currency,
    from,
    to,
    change: changeText(minor, currency),
    people: await peopleIn(viewer, [from.state, to.state]),
    legs: legs.map(({ minor: _, ...leg }) => leg),
  }
}

/**
 * Orders two moments in the book's terms: by business time, then by when it was known, then by
 * version. A version has the business time that the log had reached with it; now is after all.
 */
async function earlierFirst(
  [one, other]: readonly [Moment, Moment],
  stateOf: (moment: Moment) => Promise<StateAt>,
): Promise<readonly [Moment, Moment]> {
  const [a, b] = await Promise.all(
    [one, other].map(async moment => placeOf(moment, await stateOf(moment))),
  )
  for (const [index, mine] of (a ?? []).entries()) {
    const theirs = b?.[index] ?? mine
    if (mine !== theirs) return mine < theirs ? [one, other] : [other, one]
  }
  return [one, other]
}

function placeOf(
  moment: Moment,
  { stream }: StateAt,
): [asOf: number, knownAt: number, version: number] {
  const { version } = stream
  if ('version' in moment) {
    const { frontierAt, createdAt } = stream
    return [frontierAt?.getTime() ?? 0, createdAt?.getTime() ?? 0, version]
  }
  const bound = (clock: Date | undefined) => clock?.getTime() ?? Number.POSITIVE_INFINITY
  return [bound(moment.asOf), bound(moment.knownAt), version]
}

async function readLeg(
  { id, type, currency }: StreamHead,
  { kind, moments }: Leg,
  stateOf: (moment: Moment) => Promise<StateAt>,
  page: { after: number; limit: number },
) {
  const [from, to] = await Promise.all([stateOf(moments[0]), stateOf(moments[1])])
  const found = await bank().store.differences(id, moments, [from, to], page)
  const minor = balanceOf(to.stream) - balanceOf(from.stream)
  return {
    kind,
    from: comparedJson(moments[0], from, type),
    to: comparedJson(moments[1], to, type),
    minor,
    change: changeText(minor, currency),
    added: found.added,
    removed: found.removed,
    items: found.items.map(({ event, side }) => ({ event: eventJson(event), side })),
    nextCursor: found.nextAfter === null ? null : String(found.nextAfter),
  }
}

function changeText(minor: bigint, currency: string | null): string | null {
  return currency === null ? null : formatAmount(minor, currency)
}

function comparedJson(moment: Moment, { stream }: StateAt, type: string): ComparedJson {
  const isVersion = 'version' in moment
  const { asOf, knownAt } = isVersion ? {} : moment
  // After an event a hold is as it was then; at any other moment it may have expired since.
  const at = isVersion ? undefined : (asOf ?? knownAt ?? new Date())
  return {
    asOf: asOf?.toISOString() ?? null,
    knownAt: knownAt?.toISOString() ?? null,
    byVersion: isVersion,
    version: stream.version,
    recordedAt: stream.createdAt?.toISOString() ?? null,
    state: shownState(stream, type, at),
  }
}

/** What the bank knew of a day at the time, where that differs from what it knows now. */
export type Hindsight = {
  believed: ComparedJson
  known: ComparedJson
  change: string
  entries: EventJson[]
  count: number
}

/** The most entries that are named as the cause of a difference. */
const NAMED_MAX = 20

/**
 * What the bank had learned about a moment of the business clock by `knownAt` (absent: now), since
 * that moment; null when nothing.
 */
export async function hindsightOf(
  viewer: Viewer,
  id: string,
  { asOf, knownAt }: { asOf: string; knownAt?: string | undefined },
): Promise<Hindsight | null> {
  if (knownAt !== undefined && Date.parse(knownAt) <= Date.parse(asOf)) return null
  const known = knownAt === undefined ? { asOf } : { asOf, knownAt }
  const comparison = await compareMoments(viewer, id, [{ asOf, knownAt: asOf }, known], {
    limit: NAMED_MAX,
  })
  const leg = comparison.found ? comparison.legs[0] : undefined
  if (leg?.kind !== 'learned' || leg.added === 0 || leg.change === null) return null
  return {
    believed: leg.from,
    known: leg.to,
    change: leg.change,
    entries: leg.items.map(({ event }) => event),
    count: leg.added,
  }
}
