import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { balanceOf, moneyOf } from '../codecs/registry'
import type { Sql } from '../connection'
import { readStreamPage } from '../streams/read-stream'
import { type StateAt, stateAt } from '../streams/state-at'

/** One of the events that made a balance, and the balance that it and those below it make. */
export type Entry = {
  readonly event: RecordedEvent
  /** By how much it moved the balance, in minor units. */
  readonly change: bigint
  readonly balance: bigint
  /** Recorded after the prefix of the moment, and counted in because it had happened by then. */
  readonly isLate: boolean
}

/** Why a balance is what it is. */
export type Explanation = {
  /** The newest recorded first: the late ones, then the prefix down to the first event. */
  readonly entries: readonly Entry[]
  /** The version to go on before; null at the first event. */
  readonly nextBefore: number | null
}

/**
 * A page of the events that made the balance at a moment, whose state is `at`. The first entry of the
 * first page has that balance, and each entry is the one below it plus its change, down to the first
 * event.
 * @param before goes on before this version, the `nextBefore` of the page before
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
  return {
    entries: entriesDown(page, await balanceAbove(sql, aggregateId, at, page[0]), prefix),
    nextBefore: events.length > limit ? (page.at(-1)?.version ?? null) : null,
  }
}

/** The balance that the topmost event of a page left. */
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

/** An event that moves no money changes no balance. */
function changeOf(event: RecordedEvent): bigint {
  return moneyOf(event)?.change ?? 0n
}

function entriesDown(events: readonly RecordedEvent[], top: bigint, prefix: number): Entry[] {
  let balance = top
  return events.map(event => {
    const change = changeOf(event)
    const entry = { event, change, balance, isLate: event.version > prefix }
    balance -= change
    return entry
  })
}
