import { availableInLog } from '@/domain/bank-account/available'
import { accountOf, type BalanceRange } from '@/domain/bank-account/bank-account'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { SNAPSHOT_INTERVAL, unknownStream } from '@/domain/event-sourcing/stream'
import { bankAccountCodec } from '../codecs/bank-account/codec'
import { balanceOf } from '../codecs/registry'
import type { Sql } from '../connection'
import {
  advance,
  type EventRow,
  recordedEvent,
  type SnapshotRow,
  snapshotStream,
} from '../streams/event-rows'
import { stateAt } from '../streams/state-at'
import { balanceSql, CHANGES_TERMS_SQL } from '../timeline/event-amounts'

// Plain SQL throughout: unnest(), lateral joins and optimization fences, on which the plans depend.

/** The balance, and what is available of it while each hold counts until an event ends it. */
export type Amounts = { readonly available: bigint; readonly balance: bigint }

/** An event of a block that is read, and the amounts after it in recording order. */
export type Entry = Amounts & {
  readonly version: number
  readonly occurredAt: Date
  readonly frontierAt: Date
}

/** What happened before something that was recorded earlier. */
export type Late = { readonly version: number; readonly occurredAt: Date }

/** Consecutive blocks that no late event touches: their recorded ranges, all moved by `shift`. */
export type Run = { readonly first: number; readonly last: number; readonly shift: Amounts }

/** In shape 1, of before there were holds and overdrafts, the lowest balance is the lowest available. */
const SHAPES = [bankAccountCodec.shape, ...(bankAccountCodec.olderShapes ?? [])]

/** The block that a version lies in. */
export function blockOf(version: number): number {
  return Math.ceil(version / SNAPSHOT_INTERVAL)
}

/** What is available beyond the balance, or if below zero, not available of it. */
export function slackOf(stream: Stream): bigint {
  const account = accountOf(stream)
  return account ? availableInLog(account) - account.balance : 0n
}

/**
 * The first late events, in recording order, without those recorded up to a snapshot before which
 * everything had happened by `from`. The sort is behind an optimization fence (`offset 0`).
 * Without it PostgreSQL, which estimates that a third of all events are late, expects to find a
 * hundred soon, and scans the whole primary key.
 */
export async function lateEvents(
  sql: Sql,
  { aggregateId: id, version }: Pick<Stream, 'aggregateId' | 'version'>,
  from: Date,
  limit: number,
): Promise<Late[]> {
  const rows = await sql`
    select * from (
      select event_version, occurred_at from log
      where aggregate_id = ${id} and occurred_at < frontier_at
        and event_version <= ${version} and event_version > coalesce((
          select version from snapshots
          where aggregate_id = ${id} and frontier_at <= ${from} and version <= ${version}
          order by frontier_at desc, version desc limit 1), 0)
      offset 0) as late
    order by event_version limit ${limit}`
  return rows.map(row => ({ version: row.event_version, occurredAt: row.occurred_at }))
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
  const ranges: BalanceRange[] = []
  if (runs.length === 0) return { ranges, missing }
  const minor = (field: string) => sql.unsafe(`replace(state ->> '${field}', '.', '')::numeric`)
  const inRun = sql`
    s.aggregate_id = ${id} and s.shape = any(${SHAPES}::int[])
    and s.version % ${SNAPSHOT_INTERVAL} = 0
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
  for (const [index, { first, last, shift }] of runs.entries()) {
    const row = rows[index]
    if (row && row.blocks > 0) {
      const [lowest, highest] = [BigInt(row.lowest), BigInt(row.highest)]
      ranges.push({ lowest: lowest + shift.available, highest: highest + shift.balance })
    }
    if (row?.blocks === last - first + 1) continue
    const found = await sql<{ block: number }[]>`
      select s.version / ${SNAPSHOT_INTERVAL}::int as block
      from snapshots s, (select ${first}::int as first, ${last}::int as last) as r where ${inRun}`
    const known = new Set(found.map(({ block }) => block))
    for (let block = first; block <= last; block++) if (!known.has(block)) missing.push(block)
  }
  return { ranges, missing }
}

type BlockRow = Pick<EventRow, 'event_version' | 'occurred_at' | 'frontier_at'> & {
  /** Null for an event without money. */
  readonly balance: string | null
  /** The whole row of an event that is decoded: few columns for the others. */
  readonly whole: (Omit<EventRow, Clock> & Record<Clock, string>) | null
}
type Clock = 'occurred_at' | 'created_at' | 'frontier_at'

/**
 * The events of blocks, each with the event before it, folded from the snapshots before the blocks.
 * Events that change nothing but the balance are not decoded: it is recorded in them. PostgreSQL
 * can't estimate how few events a block has: without the limit it read the account's whole log once
 * for all blocks.
 */
export async function readBlocks(
  sql: Sql,
  { aggregateId: id, version: newest }: Pick<Stream, 'aggregateId' | 'version'>,
  blocks: readonly number[],
): Promise<Entry[]> {
  const [rows, starts] = await Promise.all([
    sql<BlockRow[]>`
      select event_version, occurred_at, frontier_at, ${sql.unsafe(balanceSql())} as balance,
        case when event_version = 1 or event_version % ${SNAPSHOT_INTERVAL} = 0
          or ${sql.unsafe(CHANGES_TERMS_SQL)} then to_jsonb(e) end as whole
      from unnest(${blocks as number[]}::int[]) as b (block), lateral (
        select * from log
        where aggregate_id = ${id} and event_version <= ${newest}
          and event_version between (block - 1) * ${SNAPSHOT_INTERVAL} and block * ${SNAPSHOT_INTERVAL}
        order by event_version limit ${SNAPSHOT_INTERVAL + 1}) as e
      order by event_version`,
    snapshotsBefore(sql, id, blocks),
  ])
  const entries: Entry[] = []
  let stream = unknownStream(id)
  for (const row of rows) {
    const { event_version: version, occurred_at: occurredAt, frontier_at: frontierAt } = row
    const before = entries.at(-1)
    // The last event of one block comes again as the event before the next.
    if (version === before?.version) continue
    const recorded = row.whole && recordedEvent({ ...row.whole, ...clocksOf(row.whole) })
    const follows = version === 1 || version - 1 === before?.version
    if (!follows) stream = await streamAfter(sql, id, version, starts.get(version), recorded)
    else if (recorded) stream = advance(stream, recorded)
    const known = follows ? before?.balance : balanceOf(stream)
    const balance = row.balance === null ? (known ?? 0n) : BigInt(row.balance)
    entries.push({ version, occurredAt, frontierAt, balance, available: balance + slackOf(stream) })
  }
  return entries
}

function clocksOf(row: Readonly<Record<Clock, string>>): Record<Clock, Date> {
  const [occurred_at, created_at, frontier_at] = [
    new Date(row.occurred_at),
    new Date(row.created_at),
    new Date(row.frontier_at),
  ]
  return { occurred_at, created_at, frontier_at }
}

async function snapshotsBefore(sql: Sql, id: string, blocks: readonly number[]) {
  const versions = blocks.map(block => (block - 1) * SNAPSHOT_INTERVAL)
  const rows = await sql<SnapshotRow[]>`
    select version, state, created_at, frontier_at from snapshots
    where aggregate_id = ${id} and version = any(${versions}::int[]) and shape = any(${SHAPES}::int[])`
  return new Map(rows.map(row => [row.version, row]))
}

/** By its snapshot, unless that is missing or contradicts the event. */
async function streamAfter(
  sql: Sql,
  id: string,
  version: number,
  snapshot: SnapshotRow | undefined,
  recorded: RecordedEvent | null,
): Promise<Stream> {
  const stream = snapshot && recorded && snapshotStream(id, snapshot, recorded)
  return stream ?? (await stateAt(sql, id, { version })).stream
}
