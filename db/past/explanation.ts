import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { balanceOf, moneyOf } from '../codecs/registry'
import type { Sql } from '../connection'
import { readStreamPage } from '../streams/read-stream'
import { type StateAt, stateAt } from '../streams/state-at'

/** An event of a balance, and the balance after it and the entries below it. */
export type Entry = {
  readonly event: RecordedEvent
  /** Its change of the balance, in minor units. */
  readonly change: bigint
  readonly balance: bigint
  /** Recorded after the prefix of the moment, included because it had happened by then. */
  readonly isLate: boolean
}

/** The events behind a balance. */
export type Explanation = {
  /** Newest recorded first: the late ones, then the prefix down to the first event. */
  readonly entries: readonly Entry[]
  /** The cursor of the next page; null at the first event. */
  readonly nextBefore: number | null
}

/**
 * A page of the events that make up the balance at a moment, whose state is `at`. The first entry
 * of the first page has that balance; each entry's balance is that of the entry below plus its
 * change.
 * @param before the cursor: `nextBefore` of the page before
 */
export async function explain(
  sql: Sql,
  aggregateId: string,
  at: StateAt,
  { before = Number.POSITIVE_INFINITY, limit }: { before?: number; limit: number },
): Promise<Explanation> {
  const prefix = at.stream.version
  const late = at.late.filter(({ version }) => version < before).toReversed()
  const fromPrefix = limit + 1 - late.length
  const start = Math.min(prefix, before - 1)
  const walked =
    fromPrefix > 0 && start > 0
      ? await readStreamPage(sql, aggregateId, {
          after: start + 1,
          order: 'desc',
          limit: fromPrefix,
        })
      : []
  const events = [...late, ...walked].slice(0, limit + 1)
  const page = events.slice(0, limit)
  // A page that is short before the first event has come to a detached year: the next one says so.
  const isCut = walked.length > 0 && walked.length < fromPrefix && (walked.at(-1)?.version ?? 1) > 1
  return {
    entries: entriesDown(
      page,
      await balanceAbove(sql, aggregateId, at, page[0]),
      ({ version }) => version > prefix,
    ),
    nextBefore: events.length > limit || isCut ? (page.at(-1)?.version ?? null) : null,
  }
}

/** The balance after the topmost event of a page. */
async function balanceAbove(
  sql: Sql,
  aggregateId: string,
  { stream, late }: StateAt,
  top: RecordedEvent | undefined,
): Promise<bigint> {
  const whole = balanceOf(stream)
  if (!top) return whole
  if (top.version >= stream.version) {
    const above = late.filter(({ version }) => version > top.version)
    return above.reduce((balance, event) => balance - changeOf(event), whole)
  }
  return balanceOf((await stateAt(sql, aggregateId, { version: top.version })).stream)
}

/** 0 for an event that moves no money. */
export function changeOf({ event }: RecordedEvent): bigint {
  return moneyOf(event)?.change ?? 0n
}

/** Events downwards from the one with the balance `top`, each with the balance after it. */
export function entriesDown(
  events: readonly RecordedEvent[],
  top: bigint,
  isLate: (event: RecordedEvent) => boolean,
): Entry[] {
  let balance = top
  return events.map(event => {
    const change = changeOf(event)
    const entry = { event, change, balance, isLate: isLate(event) }
    balance -= change
    return entry
  })
}
