import type { Sql, Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'

/** How many movements of a day and currency are kept: the most that a list of any range can show. */
export const LARGEST_MAX = 10

/** Keeps the largest movements of each business day (UTC); openings are no movements. */
export async function addLargestMovements(
  tx: Transaction,
  events: readonly FeedEvent[],
  table: string,
): Promise<void> {
  const all = events.flatMap(({ recorded }) => {
    const { event, aggregateId, version, occurredAt } = recorded
    if (event.type === 'AccountCreated') return []
    const { type, amount, currency } = event
    const day = occurredAt.toISOString().slice(0, 10)
    return [{ aggregateId, version, day, amount, currency, type }]
  })
  if (all.length === 0) return
  const moved = largestOfDays(all)
  await tx`
    insert into ${tx(table)} (aggregate_id, event_version, day, amount, currency, event_type)
    select * from unnest(
      ${moved.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${moved.map(({ version }) => version)}::int[],
      ${moved.map(({ day }) => day)}::text[]::date[],
      ${moved.map(({ amount }) => amount.toString())}::text[]::bigint[],
      ${moved.map(({ currency }) => currency)}::text[],
      ${moved.map(({ type }) => type)}::text[])`
  const days = [...new Map(moved.map(row => [`${row.day} ${row.currency}`, row])).values()]
  await tx`
    delete from ${tx(table)} as m using unnest(
        ${days.map(({ day }) => day)}::text[]::date[],
        ${days.map(({ currency }) => currency)}::text[]) as t (day, currency),
      lateral (
        select amount, aggregate_id, event_version from ${tx(table)} as l
        where l.currency = t.currency and l.day = t.day
        order by amount desc, aggregate_id, event_version
        offset ${LARGEST_MAX}) as beyond
    where m.currency = t.currency and m.day = t.day
      and m.aggregate_id = beyond.aggregate_id and m.event_version = beyond.event_version`
}

type Moved = {
  readonly day: string
  readonly currency: string
  readonly amount: bigint
  readonly aggregateId: string
  readonly version: number
}

/** Those that may stay: what is beyond the largest of this batch alone need not be written. */
function largestOfDays<Row extends Moved>(moved: readonly Row[]): Row[] {
  const taken = new Map<string, number>()
  return moved
    .toSorted(
      (a, b) =>
        (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0) ||
        (a.aggregateId < b.aggregateId ? -1 : Number(a.aggregateId > b.aggregateId)) ||
        a.version - b.version,
    )
    .filter(({ day, currency }) => {
      const count = (taken.get(`${day} ${currency}`) ?? 0) + 1
      taken.set(`${day} ${currency}`, count)
      return count <= LARGEST_MAX
    })
}

/** A movement that is among the largest; the amount is in minor units. */
export type LargestMovement = {
  readonly accountId: string
  readonly owner: string
  readonly version: number
  readonly type: 'MoneyDeposited' | 'MoneyWithdrawn'
  readonly amount: bigint
  readonly currency: string
  readonly occurredAt: Date
  readonly note: string | null
}

/**
 * The largest movements in a currency on the days from `from` to `to` (ISO dates, both included),
 * at most `LARGEST_MAX`: each of them is among the largest of its own day, so those are enough.
 */
export async function readLargestMovements(
  sql: Sql,
  currency: string,
  from: string,
  to: string,
): Promise<LargestMovement[]> {
  const rows = await sql`
    select m.aggregate_id, m.event_version, m.event_type, m.amount, m.currency, a.owner,
      e.occurred_at, e.event_data ->> 'note' as note
    from (
      select * from largest_movements
      where currency = ${currency} and day between ${from}::text::date and ${to}::text::date
      order by amount desc, aggregate_id, event_version limit ${LARGEST_MAX}) as m
    join accounts a on a.aggregate_id = m.aggregate_id
    join log e on e.aggregate_id = m.aggregate_id and e.event_version = m.event_version
    order by m.amount desc, m.aggregate_id, m.event_version`
  return rows.map(row => ({
    accountId: row.aggregate_id,
    owner: row.owner,
    version: row.event_version,
    type: row.event_type,
    amount: BigInt(row.amount),
    currency: row.currency,
    occurredAt: row.occurred_at,
    note: row.note,
  }))
}
