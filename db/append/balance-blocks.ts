import { SNAPSHOT_INTERVAL } from '@/domain/event-sourcing/stream'
import { bankAccountCodec } from '../codecs/bank-account/codec'
import { balanceOf } from '../codecs/registry'
import type { Sql } from '../connection'
import { stateAt } from '../streams/state-at'
import { balanceSql, changeSql } from '../timeline/event-amounts'

// Plain SQL throughout: unnest(), lateral joins and optimization fences, on which the plans depend.

/** An event of a block that is read; `balance` is the recorded one, after it in recording order. */
export type Entry = {
  readonly version: number
  readonly occurredAt: Date
  readonly frontierAt: Date
  readonly balance: bigint
}
export type Late = { readonly version: number; readonly occurredAt: Date; readonly delta: bigint }

/** Consecutive blocks that no late event touches: their recorded ranges, all moved by `shift`. */
export type Run = { readonly first: number; readonly last: number; readonly shift: bigint }

/** The block that a version lies in. */
export function blockOf(version: number): number {
  return Math.ceil(version / SNAPSHOT_INTERVAL)
}

/**
 * The first late events, in recording order. The sort is behind an optimization fence (`offset 0`).
 * Without it PostgreSQL, which estimates that a third of all events are late, expects to find a
 * hundred soon, and scans the whole primary key.
 */
export async function lateEvents(
  sql: Sql,
  id: string,
  version: number,
  limit: number,
): Promise<Late[]> {
  const rows = await sql`
    select * from (
      select event_version, occurred_at, coalesce(${sql.unsafe(changeSql())}, 0) as delta from log
      where aggregate_id = ${id} and occurred_at < frontier_at and event_version <= ${version}
      offset 0) as late
    order by event_version limit ${limit}`
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
export async function blocksAt(sql: Sql, id: string, version: number, moments: readonly Date[]) {
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

/** The shifted bounds of whole blocks, and the blocks whose snapshot has no range. */
export async function readRanges(sql: Sql, id: string, runs: readonly Run[]) {
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
export async function readBlocks(sql: Sql, id: string, version: number, blocks: readonly number[]) {
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
