import { eventKinds } from '../codecs/registry'
import type { Sql, Transaction } from '../connection'
import type { Moved } from './moved-money'

/** How many movements of a day and currency are kept: the most that a list of any range can show. */
export const LARGEST_MAX = 10

/** Keeps the largest movements of each business day (UTC); openings are no movements. */
export async function addLargestMovements(
  tx: Transaction,
  moved: readonly Moved[],
  table: string,
): Promise<void> {
  const all = moved.flatMap(({ recorded, change, currency, isOpening }) => {
    if (isOpening) return []
    const { event, aggregateId, version, occurredAt } = recorded
    const amount = change < 0n ? -change : change
    const day = occurredAt.toISOString().slice(0, 10)
    return [{ aggregateId, version, day, amount, currency, type: event.type }]
  })
  if (all.length === 0) return
  const largest = largestOfDays(all)
  await tx`
    insert into ${tx(table)} (aggregate_id, event_version, day, amount, currency, event_type)
    select * from unnest(
      ${largest.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${largest.map(({ version }) => version)}::int[],
      ${largest.map(({ day }) => day)}::text[]::date[],
      ${largest.map(({ amount }) => amount.toString())}::text[]::bigint[],
      ${largest.map(({ currency }) => currency)}::text[],
      ${largest.map(({ type }) => type)}::text[])`
  const days = [...new Map(largest.map(row => [`${row.day} ${row.currency}`, row])).values()]
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

type Row = {
  readonly day: string
  readonly currency: string
  readonly amount: bigint
  readonly aggregateId: string
  readonly version: number
  readonly type: string
}

/** Those that may stay: what is beyond the largest of this batch alone need not be written. */
function largestOfDays(rows: readonly Row[]): Row[] {
  const taken = new Map<string, number>()
  return rows
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
  readonly type: string
  readonly isOut: boolean
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
    isOut: eventKinds().get(row.event_type)?.event.money?.sign === -1,
    amount: BigInt(row.amount),
    currency: row.currency,
    occurredAt: row.occurred_at,
    note: row.note,
  }))
}
