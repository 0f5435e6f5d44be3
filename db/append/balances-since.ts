import type { BalanceRange } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import { SNAPSHOT_INTERVAL } from '@/domain/event-sourcing/stream'
import { bankAccountCodec } from '../codecs/bank-account/codec'
import { balanceOf } from '../codecs/registry'
import type { Sql } from '../connection'
import { stateAt } from '../streams/state-at'
import { lastVersionAt } from '../timeline/account-timeline'
import { balanceSql, changeSql, moneyTypesSql } from '../timeline/event-amounts'

/** Above this number of late events every event since is read: too many blocks would be shifted. */
const LATE_MAX = 100

/** An event of a block that is read; `balance` is the recorded one, after it in recording order. */
type Entry = {
  readonly version: number
  readonly occurredAt: Date
  readonly frontierAt: Date
  readonly balance: bigint
}
type Late = { readonly version: number; readonly occurredAt: Date; readonly delta: bigint }

/** Consecutive blocks that no late event touches: their recorded ranges, all moved by `shift`. */
type Run = { readonly first: number; readonly last: number; readonly shift: bigint }

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
  const late = await lateEvents(sql, id, version)
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
  return balances.reduce<BalanceRange>(
    ({ lowest, highest }, balance) => ({
      lowest: balance < lowest ? balance : lowest,
      highest: balance > highest ? balance : highest,
    }),
    { lowest: first, highest: first },
  )
}

// Plain SQL below: unnest(), lateral joins and optimization fences, on which the plans depend.

function blockOf(version: number): number {
  return Math.ceil(version / SNAPSHOT_INTERVAL)
}

/**
 * The sort is behind an optimization fence (`offset 0`). Without it PostgreSQL, which estimates
 * that a third of all events are late, expects to find a hundred soon, and scans the whole primary
 * key.
 */
async function lateEvents(sql: Sql, id: string, version: number): Promise<Late[]> {
  const rows = await sql`
    select * from (
      select event_version, occurred_at, coalesce(${sql.unsafe(changeSql())}, 0) as delta from log
      where aggregate_id = ${id} and occurred_at < frontier_at and event_version <= ${version}
      offset 0) as late
    order by event_version limit ${LATE_MAX + 1}`
  return rows.map(row => ({
    version: row.event_version,
    occurredAt: row.occurred_at,
    delta: BigInt(row.delta),
  }))
}

/**
 * For each moment, the block that holds the last event of the prefix that had happened by then. The
 * newest snapshot in the prefix is found by its clock; events are read back from the next snapshot.
 */
async function blocksAt(sql: Sql, id: string, version: number, moments: readonly Date[]) {
  const rows = await sql<{ version: number }[]>`
    select coalesce((
      select event_version from log
      where aggregate_id = ${id} and frontier_at <= at and event_version between s.version
        and coalesce((
          select min(version) from snapshots n
          where n.aggregate_id = ${id} and n.version > s.version and n.version <= ${version}
        ), ${version}::int)
      order by event_version desc limit 1), s.version) as version
    from unnest(${moments.map(at => at.toISOString())}::text[]::timestamptz[])
        with ordinality as m (at, place),
      lateral (
        select coalesce((
          select version from snapshots
          where aggregate_id = ${id} and frontier_at <= at and version <= ${version}
          order by frontier_at desc, version desc limit 1), 0) as version) as s
    order by place`
  return rows.map(row => Math.max(1, blockOf(row.version)))
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

/** The shifted bounds of whole blocks, and the blocks whose snapshot has no range. */
async function readRanges(sql: Sql, id: string, runs: readonly Run[]) {
  const missing: number[] = []
  if (runs.length === 0) return { ranges: [], missing }
  const minor = (field: string) => sql.unsafe(`replace(state ->> '${field}', '.', '')::numeric`)
  const inRun = sql`
    s.aggregate_id = ${id} and s.shape = ${bankAccountCodec.shape} and s.version % ${SNAPSHOT_INTERVAL} = 0
    and s.version between r.first * ${SNAPSHOT_INTERVAL} and r.last * ${SNAPSHOT_INTERVAL}
    and state ->> 'lowest' is not null`
  const rows = await sql<{ blocks: number; lowest: string; highest: string }[]>`
    select f.blocks, f.lowest, f.highest
    from unnest(${runs.map(({ first }) => first)}::int[], ${runs.map(({ last }) => last)}::int[])
        with ordinality as r (first, last, place),
      lateral (
        select count(*)::int as blocks, min(${minor('lowest')}) as lowest,
          max(${minor('highest')}) as highest
        from snapshots s where ${inRun}) as f
    order by place`
  const ranges: bigint[] = []
  for (const [index, { first, last, shift }] of runs.entries()) {
    const row = rows[index]
    if (row && row.blocks > 0) ranges.push(BigInt(row.lowest) + shift, BigInt(row.highest) + shift)
    if (row?.blocks === last - first + 1) continue
    const found = await sql<{ block: number }[]>`
      select s.version / ${SNAPSHOT_INTERVAL}::int as block
      from snapshots s, (select ${first}::int as first, ${last}::int as last) as r where ${inRun}`
    const known = new Set(found.map(({ block }) => block))
    for (let block = first; block <= last; block++) if (!known.has(block)) missing.push(block)
  }
  return { ranges, missing }
}

/**
 * The events of blocks, each with the event before it. PostgreSQL can't estimate how few a block
 * has: without the limit it read the account's whole log once for all blocks.
 */
async function readBlocks(sql: Sql, id: string, version: number, blocks: readonly number[]) {
  const rows = await sql`
    select distinct event_version, occurred_at, frontier_at, ${sql.unsafe(balanceSql())} as balance
    from unnest(${blocks as number[]}::int[]) as b (block), lateral (
      select * from log
      where aggregate_id = ${id} and event_version <= ${version}
        and event_version between (block - 1) * ${SNAPSHOT_INTERVAL} and block * ${SNAPSHOT_INTERVAL}
      order by event_version limit ${SNAPSHOT_INTERVAL + 1}) as events
    order by event_version`
  const entries: Entry[] = []
  for (const { event_version: version, occurred_at, frontier_at, balance } of rows) {
    const before = entries.at(-1)
    entries.push({
      version,
      occurredAt: occurred_at,
      frontierAt: frontier_at,
      // An event without money has the balance of the event before it.
      balance: BigInt(
        balance ?? (before?.version === version - 1 ? before.balance : await balanceAfter(version)),
      ),
    })
  }
  return entries

  async function balanceAfter(version: number): Promise<bigint> {
    return balanceOf((await stateAt(sql, id, { version })).stream)
  }
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
