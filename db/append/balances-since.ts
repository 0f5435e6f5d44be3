import { type BalanceRange, joinRanges } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { lastVersionAt } from '../timeline/account-timeline'
import { balanceSql, changeSql, moneyTypesSql } from '../timeline/event-amounts'
import {
  blockOf,
  blocksAt,
  type Entry,
  type Late,
  lateEvents,
  type Run,
  readBlocks,
  readRanges,
} from './balance-blocks'

/** Above this number of late events every event since is read: too many blocks would be shifted. */
const LATE_MAX = 100

/**
 * The lowest and the highest balance of a stream as of any moment from `from` on, with its events
 * in business order (those of one moment in recording order).
 *
 * The snapshot at the end of each block of a hundred events has the range of their recorded
 * balances. A late event shifts the balances between its business time and its recording by its
 * amount, so whole blocks between two such places move together. Only these blocks are read: those
 * in which a late event took place or was recorded, the first and the last, and any without a
 * range. The cost is one seek for each block since, and a hundred events for each late event.
 */
export async function readBalancesSince(
  sql: Sql,
  stream: Pick<Stream, 'aggregateId' | 'version'>,
  from: Date,
): Promise<BalanceRange> {
  const { aggregateId: id, version } = stream
  const late = await lateEvents(sql, id, version, LATE_MAX + 1)
  if (late.length > LATE_MAX) return scanSince(sql, stream, from)
  const [start = 1, ...places] = await blocksAt(sql, id, version, [
    from,
    ...late.map(({ occurredAt }) => occurredAt),
  ])
  const last = blockOf(version)
  const read = new Set([start, last])
  for (const [index, one] of late.entries()) {
    for (const block of [places[index] ?? 1, blockOf(one.version)])
      if (block >= start) read.add(block)
  }
  const runs = runsBetween(read, block => shiftOf(block, late, places))
  const { ranges, missing } = await readRanges(sql, id, runs)
  for (const block of missing) read.add(block)
  const entries = await readBlocks(sql, id, version, [...read])
  const balances = [...balancesOf(entries, late, from), ...ranges]
  const [first = 0n] = balances
  return balances
    .map(balance => ({ lowest: balance, highest: balance }))
    .reduce(joinRanges, { lowest: first, highest: first })
}

/** The sum by which late events shift the balances of a block that none of them touches. */
function shiftOf(block: number, late: readonly Late[], places: readonly number[]): bigint {
  return late.reduce(
    (shift, { version, delta }, index) =>
      (places[index] ?? 1) < block && block < blockOf(version) ? shift + delta : shift,
    0n,
  )
}

/** The runs of blocks between those that are read. */
function runsBetween(read: ReadonlySet<number>, shiftAt: (block: number) => bigint): Run[] {
  const sorted = [...read].sort((a, b) => a - b)
  return sorted.flatMap((block, index) => {
    const [first, last] = [block + 1, (sorted[index + 1] ?? block) - 1]
    return first <= last ? [{ first, last, shift: shiftAt(first) }] : []
  })
}

/** The balance as of `from`, and after each later event of the blocks. */
function* balancesOf(entries: readonly Entry[], late: readonly Late[], from: Date) {
  /** The balance at a moment; events of that very moment count up to version `until`. */
  const asOf = (moment: Date, until: number) => {
    const prefix = entries.findLast(({ frontierAt }) => frontierAt <= moment)
    if (!prefix) return []
    const added = late.filter(
      one =>
        one.version > prefix.version &&
        (one.occurredAt < moment || (isSame(one.occurredAt, moment) && one.version <= until)),
    )
    return [added.reduce((balance, { delta }) => balance + delta, prefix.balance)]
  }
  yield* asOf(from, Number.POSITIVE_INFINITY)
  for (const { version, occurredAt } of late)
    if (occurredAt > from) yield* asOf(occurredAt, version)
  for (const { version, occurredAt, frontierAt, balance } of entries) {
    if (occurredAt <= from || occurredAt < frontierAt) continue
    const added = late.filter(one => one.version > version && one.occurredAt < occurredAt)
    yield added.reduce((sum, { delta }) => sum + delta, balance)
  }
}

function isSame(a: Date, b: Date): boolean {
  return a.getTime() === b.getTime()
}

/**
 * The same by folding every event recorded after the prefix that had happened by `from`, for a
 * stream with many late events. The prefix counts as one balance.
 */
async function scanSince(
  sql: Sql,
  { aggregateId: id, version }: Pick<Stream, 'aggregateId' | 'version'>,
  from: Date,
): Promise<BalanceRange> {
  const prefix = await lastVersionAt(sql, id, 'frontier_at', { instant: from, newest: version })
  // Plain SQL for a window over the balances.
  const [row] = await sql<{ lowest: string; highest: string }[]>`
    with beyond as (
      select occurred_at, event_version, ${sql.unsafe(changeSql())} as delta
      from log
      where aggregate_id = ${id} and event_version > ${prefix} and event_version <= ${version}
    ), start as (
      select sum(amount) as balance from (
        (select ${sql.unsafe(balanceSql())} as amount from log
          where aggregate_id = ${id} and event_version <= ${prefix}
            and event_type in (${sql.unsafe(moneyTypesSql())})
          order by event_version desc limit 1)
        union all
        select delta from beyond where occurred_at <= ${from}) as by_then
    ), since as (
      select balance from start
      union all
      select coalesce(start.balance, 0) + sum(delta) over (order by occurred_at, event_version)
      from beyond cross join start where occurred_at > ${from}
    )
    select min(balance) as lowest, max(balance) as highest from since`
  return { lowest: BigInt(row?.lowest ?? 0), highest: BigInt(row?.highest ?? 0) }
}
