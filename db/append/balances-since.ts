import { accountOf, type BalanceRange, joinRanges } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import {
  type Amounts,
  blockOf,
  blocksAt,
  type Entry,
  type Late,
  lateEvents,
  type Run,
  readBlocks,
  readRanges,
} from './balance-blocks'
import { scanSince } from './balances-scan'

/** Above this number of late events every event since is read: too many blocks would be shifted. */
const LATE_MAX = 100

/** What counts from a moment before others that were recorded earlier, and by how much. */
export type Shift = Late & Amounts

/**
 * The lowest available amount and the highest balance of an account as of any moment from `from` on,
 * with its events in business order (those of one moment in recording order, expiries last).
 *
 * The snapshot at the end of each block of a hundred events has the range of what these events left.
 * A late event shifts the amounts between its business time and its recording by what it changed, so
 * whole blocks between two such places move together. Only these blocks are read: those in which a
 * late event took place or was recorded, the first and the last, and any without a range. The cost is
 * one seek for each block since, and a hundred events for each late event.
 */
export async function readBalancesSince(
  sql: Sql,
  stream: Stream,
  from: Date,
): Promise<BalanceRange> {
  const { aggregateId: id, version } = stream
  const recorded = await lateEvents(sql, stream, from, LATE_MAX + 1)
  const expiries = expiriesOf(stream, from)
  if (recorded.length + expiries.length > LATE_MAX) return scanSince(sql, stream, from, expiries)
  const moments = [...recorded, ...expiries].map(({ occurredAt }) => occurredAt)
  const [start = 1, ...places] = await blocksAt(sql, id, version, [from, ...moments])
  const touched = [start, blockOf(version), ...places]
  for (const one of recorded) touched.push(blockOf(one.version))
  const read = new Set(touched.filter(block => block >= start))
  const entries = await readBlocks(sql, stream, [...read])
  // Those recorded before the first block are in the amounts of every event that is read.
  const shifts = [...shiftsOf(recorded, entries), ...expiries]
  const placeOf = new Map([...recorded, ...expiries].map((one, n) => [one.version, places[n] ?? 1]))
  const runs = runsBetween(read, block => shiftOf(block, shifts, placeOf))
  const { ranges, missing } = await readRanges(sql, id, runs)
  if (missing.length > 0) {
    entries.push(...(await readBlocks(sql, stream, missing)))
    entries.sort((a, b) => a.version - b.version)
  }
  const found = [...rangesOf(entries, shifts, from), ...ranges]
  return found.reduce(joinRanges, found[0] ?? { lowest: 0n, highest: 0n })
}

/**
 * A hold ends at its expiry, like by a late event that is recorded after all others. One that expires
 * after the last event, and after `from`, makes no difference: more is available then than before.
 */
function expiriesOf(stream: Stream, from: Date): Shift[] {
  const { version, frontierAt } = stream
  const end = frontierAt && frontierAt > from ? frontierAt : from
  return (accountOf(stream)?.terms.holds ?? [])
    .map(({ expiresAt, amount }) => ({ occurredAt: new Date(expiresAt), available: amount }))
    .filter(({ occurredAt }) => occurredAt <= end)
    .map((one, index) => ({ ...one, version: version + 1 + index, balance: 0n }))
}

/** What late events changed when they were recorded, as far as they are in the entries. */
function shiftsOf(late: readonly Late[], entries: readonly Entry[]): Shift[] {
  const byVersion = new Map(entries.map(entry => [entry.version, entry]))
  return late.flatMap(one => {
    const [before, after] = [byVersion.get(one.version - 1), byVersion.get(one.version)]
    return before && after ? [{ ...one, ...plus(after, before, -1n) }] : []
  })
}

function plus(a: Amounts, b: Amounts, sign = 1n): Amounts {
  return { available: a.available + sign * b.available, balance: a.balance + sign * b.balance }
}

/** The sum by which late events shift the amounts of a block that none of them touches. */
function shiftOf(
  block: number,
  shifts: readonly Shift[],
  placeOf: ReadonlyMap<number, number>,
): Amounts {
  const over = shifts.filter(
    ({ version }) => (placeOf.get(version) ?? 1) < block && block < blockOf(version),
  )
  return over.reduce((sum: Amounts, one) => plus(sum, one), { available: 0n, balance: 0n })
}

/** The runs of blocks between those that are read. */
function runsBetween(read: ReadonlySet<number>, shiftAt: (block: number) => Amounts): Run[] {
  const sorted = [...read].sort((a, b) => a - b)
  return sorted.flatMap((block, index) => {
    const [first, last] = [block + 1, (sorted[index + 1] ?? block) - 1]
    return first <= last ? [{ first, last, shift: shiftAt(first) }] : []
  })
}

/** The amounts as of `from`, and after each later event of the blocks. */
function* rangesOf(entries: readonly Entry[], shifts: readonly Shift[], from: Date) {
  /** The amounts at a moment; events of that very moment count up to version `until`. */
  const asOf = (moment: Date, until: number) => {
    const prefix = entries.findLast(({ frontierAt }) => frontierAt <= moment)
    if (!prefix) return []
    const added = shifts.filter(
      one =>
        one.version > prefix.version &&
        (one.occurredAt < moment || (isSame(one.occurredAt, moment) && one.version <= until)),
    )
    return [rangeOf(prefix, added)]
  }
  yield* asOf(from, Number.POSITIVE_INFINITY)
  for (const { version, occurredAt } of shifts)
    if (occurredAt > from) yield* asOf(occurredAt, version)
  for (const entry of entries) {
    const { version, occurredAt, frontierAt } = entry
    if (occurredAt <= from || occurredAt < frontierAt) continue
    const added = shifts.filter(one => one.version > version && one.occurredAt < occurredAt)
    yield rangeOf(entry, added)
  }
}

function rangeOf(amounts: Amounts, added: readonly Amounts[]): BalanceRange {
  const sum = added.reduce((whole, one) => plus(whole, one), amounts)
  return { lowest: sum.available, highest: sum.balance }
}

function isSame(a: Date, b: Date): boolean {
  return a.getTime() === b.getTime()
}
