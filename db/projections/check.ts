import { isDeepStrictEqual } from 'node:util'
import type { Stream } from '@/domain/ports'
import { accountRow, searchText } from '../account-rows'
import type { Sql, Transaction } from '../connection'
import { encodeState, SNAPSHOT_SHAPE } from '../stored-states'
import { checkInsights } from './check-insights'
import { addFlow, dailyFlows, emptyFlow } from './daily-flows'
import { type FoldedEvent, foldWhole, streamPages } from './fold'

/** A row that the log does not bear out. */
export type Difference = {
  readonly where: 'accounts' | 'snapshots' | 'daily-flows' | 'feed' | `insights ${string}`
  readonly key: string
  readonly found: unknown
  readonly expected: unknown
}

/**
 * Folds the whole log and compares every row of the read models, every snapshot and the feed with
 * it, in one snapshot of the database, while writers go on. Memory is bounded by a page of streams.
 * @throws UnreadableEvent for an event that this program cannot read
 */
export async function checkProjections(
  sql: Sql,
  onProgress: (streams: number) => void = () => {},
): Promise<Difference[]> {
  return sql.begin('isolation level repeatable read', async tx => {
    const differences = [...(await checkFeed(tx)), ...(await orphans(tx))]
    const flows = await flowsCounter(tx)
    let checked = 0
    for await (const ids of streamPages(tx)) {
      differences.push(...(await checkStreams(tx, ids, flows.count)))
      checked += ids.length
      onProgress(checked)
    }
    return [...differences, ...(await flows.differences()), ...(await checkInsights(tx))]
  })
}

async function checkStreams(
  tx: Transaction,
  ids: readonly string[],
  count: (event: FoldedEvent) => void,
): Promise<Difference[]> {
  const differences: Difference[] = []
  const snapshots = await snapshotsOf(tx, ids)
  const streams = await foldWhole(tx, ids, (stream, event) => {
    count(event)
    const key = `${stream.aggregateId} ${stream.version}`
    const found = snapshots.get(key)
    snapshots.delete(key)
    const expected =
      found && snapshotOf(found.state.lowest ? stream : { ...stream, range: undefined })
    if (!isDeepStrictEqual(found, expected)) {
      differences.push({ where: 'snapshots', key, found, expected })
    }
  })
  for (const [key, found] of snapshots) {
    differences.push({ where: 'snapshots', key, found, expected: undefined })
  }
  const rows = await accountsOf(tx, ids)
  for (const stream of streams) {
    const [key, found, expected] = [stream.aggregateId, rows.get(stream.aggregateId), rowOf(stream)]
    if (!isDeepStrictEqual(found, expected)) {
      differences.push({ where: 'accounts', key, found, expected })
    }
  }
  return differences
}

type FoundSnapshot = { readonly state: { readonly lowest?: string } }

function snapshotOf(stream: Stream) {
  return { state: encodeState(stream), createdAt: stream.createdAt, frontierAt: stream.frontierAt }
}

async function snapshotsOf(tx: Transaction, ids: readonly string[]) {
  const rows = await tx`
    select aggregate_id, version, state, created_at, frontier_at from snapshots
    where aggregate_id = any(${[...ids]}::uuid[]) and shape = ${SNAPSHOT_SHAPE}`
  return new Map<string, FoundSnapshot>(
    rows.map(row => [
      `${row.aggregate_id} ${row.version}`,
      { state: row.state, createdAt: row.created_at, frontierAt: row.frontier_at },
    ]),
  )
}

function rowOf(stream: Stream) {
  const row = accountRow(stream)
  return { ...row, searchText: searchText(row) }
}

async function accountsOf(tx: Transaction, ids: readonly string[]) {
  const rows = await tx`
    select * from accounts where aggregate_id = any(${[...ids]}::uuid[])`
  return new Map<string, unknown>(
    rows.map(row => [
      row.aggregate_id,
      {
        id: row.aggregate_id,
        number: row.number,
        status: row.status,
        owner: row.owner,
        currency: row.currency,
        balance: BigInt(row.balance),
        reference: row.reference,
        customerId: row.customer_id,
        version: row.version,
        openedAt: row.opened_at,
        searchText: row.search_text,
      },
    ]),
  )
}

/** Account rows whose stream does not exist. */
async function orphans(tx: Transaction): Promise<Difference[]> {
  const rows = await tx`
    select aggregate_id from accounts a where not exists (
      select from log e where e.aggregate_id = a.aggregate_id and e.event_version = 1)`
  return rows.map(row => ({
    where: 'accounts',
    key: row.aggregate_id,
    found: 'a row',
    expected: undefined,
  }))
}

/** Feed and outbox together are the log: no gap in the positions, each stream in its order. */
async function checkFeed(tx: Transaction): Promise<Difference[]> {
  const [row] = await tx`
    select
      (select count(*) from feed)::int + (select count(*) from outbox)::int as keys,
      (select count(*) from log)::int as events,
      (select position from sequencer)::int as head,
      (select coalesce(max(position), 0) from feed)::int as last,
      (select count(*) from feed)::int as places,
      (select count(*) from (
        select event_version - coalesce(
          lag(event_version) over (partition by aggregate_id order by position), 0) as step
        from feed) as steps where step <> 1)::int as disorder`
  const found = { keys: row?.keys, head: row?.head, places: row?.places, disorder: row?.disorder }
  const expected = { keys: row?.events, head: row?.last, places: row?.last, disorder: 0 }
  if (isDeepStrictEqual(found, expected)) return []
  return [{ where: 'feed', key: 'whole', found, expected }]
}

/** Counts the flows of those events that the subscriber has handled. */
async function flowsCounter(tx: Transaction) {
  const notYet = await tx<{ key: string }[]>`
    select aggregate_id || ' ' || event_version as key from outbox
    union all
    select aggregate_id || ' ' || event_version from feed
    where position > coalesce(
        (select position from subscriptions where name = ${dailyFlows.name}), 0)
      or position in (select position from parked_events where subscription = ${dailyFlows.name})`
  const left = new Set(notYet.map(({ key }) => key))
  const expected = new Map<string, ReturnType<typeof emptyFlow> & { activeAccounts: number }>()
  let active = { id: '', days: new Set<string>() }
  return {
    count(event: FoldedEvent): void {
      if (left.has(`${event.aggregateId} ${event.version}`)) return
      const { currency } = event.event
      const day = event.occurredAt.toISOString().slice(0, 10)
      if (active.id !== event.aggregateId) active = { id: event.aggregateId, days: new Set() }
      const key = `${day} ${currency}`
      const flow = expected.get(key) ?? { ...emptyFlow(currency, day), activeAccounts: 0 }
      const activeAccounts = flow.activeAccounts + (active.days.has(day) ? 0 : 1)
      active.days.add(day)
      expected.set(key, { ...addFlow(flow, event), activeAccounts })
    },
    async differences(): Promise<Difference[]> {
      const rows = await tx`select *, day::text as iso_day from daily_flows`
      const differences: Difference[] = []
      for (const row of rows) {
        const key = `${row.iso_day} ${row.currency}`
        const found = {
          currency: row.currency,
          day: row.iso_day,
          inflow: BigInt(row.inflow),
          outflow: BigInt(row.outflow),
          opened: row.opened,
          deposits: row.deposits,
          withdrawals: row.withdrawals,
          activeAccounts: row.active_accounts,
        }
        if (!isDeepStrictEqual(found, expected.get(key))) {
          differences.push({ where: 'daily-flows', key, found, expected: expected.get(key) })
        }
        expected.delete(key)
      }
      for (const [key, flow] of expected) {
        differences.push({ where: 'daily-flows', key, found: undefined, expected: flow })
      }
      return differences
    },
  }
}
