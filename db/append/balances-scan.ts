import type { BalanceRange } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import { balanceOf } from '../codecs/registry'
import type { Sql } from '../connection'
import { advance, type EventRow, recordedEvent } from '../streams/event-rows'
import { VERSION_MAX } from '../streams/read-stream'
import { stateAt } from '../streams/state-at'
import { CHANGES_TERMS_SQL, changeSql } from '../timeline/event-amounts'
import { lastVersionAt } from '../timeline/last-version'
import { type Late, slackOf } from './balance-blocks'

/** Consecutive events of which only the first may have changed more than the balance. */
type Part = {
  readonly version: number | null
  readonly lowest: string | null
  readonly highest: string | null
}

/**
 * As `readBalancesSince`, by adding up every event recorded after the prefix that had happened by
 * `from`, for an account with many late events. The prefix counts as one balance.
 * @param expiries of the account's holds, with versions after its last
 */
export async function scanSince(
  sql: Sql,
  { aggregateId: id, version }: Pick<Stream, 'aggregateId' | 'version'>,
  from: Date,
  expiries: readonly (Late & { readonly available: bigint })[],
): Promise<BalanceRange> {
  const instant = { instant: from, newest: version }
  const prefix = Math.max(1, await lastVersionAt(sql, id, 'frontier_at', instant))
  const { stream: start } = await stateAt(sql, id, { version: prefix })
  // Plain SQL for a window over the balances.
  const parts = await sql<Part[]>`
    with beyond as (
      select occurred_at, event_version, ${sql.unsafe(changeSql())} as change,
        ${sql.unsafe(CHANGES_TERMS_SQL)} as is_start
      from log
      where aggregate_id = ${id} and event_version > ${prefix} and event_version <= ${version}
      union all
      select at::timestamptz, version, 0, true
      from unnest(${expiries.map(({ occurredAt }) => occurredAt.toISOString())}::text[],
        ${expiries.map(one => one.version)}::int[]) as t (at, version)
      union all
      select ${from}::timestamptz, ${VERSION_MAX}::int, 0, false
    ), course as (
      select occurred_at, event_version, is_start,
        sum(change) over in_order as balance,
        count(*) filter (where is_start) over in_order as part
      from beyond window in_order as (order by occurred_at, event_version rows unbounded preceding)
    ), since as (
      select *, occurred_at > ${from} or event_version = ${VERSION_MAX} as counts from course
    )
    select max(event_version) filter (where is_start) as version,
      min(balance) filter (where counts) as lowest, max(balance) filter (where counts) as highest
    from since group by part order by part`
  const slacks = await slackChanges(sql, start, parts)
  for (const { version: later, available } of expiries) slacks.set(later, available)
  return rangeOfParts(parts, balanceOf(start), slackOf(start), slacks)
}

/** By version: by how much the first events of the parts changed what is available beyond the balance. */
async function slackChanges(sql: Sql, start: Stream, parts: readonly Part[]) {
  const versions = parts.flatMap(({ version }) => version ?? [])
  if (versions.length === 0) return new Map<number, bigint>()
  // Plain SQL: a list of any length by the primary key.
  const rows = await sql<EventRow[]>`
    select * from log where aggregate_id = ${start.aggregateId}
      and event_version = any(${versions}::int[]) order by event_version`
  const changes = new Map<number, bigint>()
  let stream = start
  for (const recorded of rows.map(recordedEvent)) {
    const before = slackOf(stream)
    stream = advance(stream, recorded)
    changes.set(recorded.version, slackOf(stream) - before)
  }
  return changes
}

function rangeOfParts(
  parts: readonly Part[],
  balance: bigint,
  firstSlack: bigint,
  changes: ReadonlyMap<number, bigint>,
): BalanceRange {
  let slack = firstSlack
  const [lows, highs]: [bigint[], bigint[]] = [[], []]
  for (const { version, lowest, highest } of parts) {
    slack += (version !== null && changes.get(version)) || 0n
    if (lowest !== null) lows.push(BigInt(lowest) + balance + slack)
    if (highest !== null) highs.push(BigInt(highest) + balance)
  }
  return {
    lowest: lows.reduce((a, b) => (a < b ? a : b)),
    highest: highs.reduce((a, b) => (a > b ? a : b)),
  }
}
