import { and, between, desc, eq, sql as fragment } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { eventKinds } from '../codecs/registry'
import type { Sql, Transaction } from '../connection'
import { businessDay } from '../day-zone'
import { drizzleOn, newRows } from '../query'
import { largestMovements } from '../read-model-schema'
import { accounts, log } from '../schema'
import type { Moved } from './moved-money'

/** The movements kept for each day and currency: as many as a list of any range shows. */
export const LARGEST_MAX = 10

/** Keeps the largest movements of each business day; openings don't count. */
export async function addLargestMovements(
  tx: Transaction,
  moved: readonly Moved[],
  zone: string,
  table: string,
): Promise<void> {
  const all = moved.flatMap(({ recorded, change, currency, isOpening }) => {
    if (isOpening) return []
    const { event, aggregateId, version: eventVersion } = recorded
    const amount = change < 0n ? -change : change
    const day = businessDay(recorded, zone)
    const key = { aggregateId, eventVersion, day, currency }
    return [{ ...key, amount, eventType: event.type }]
  })
  if (all.length === 0) return
  const largest = largestOfDays(all)
  await tx`insert into ${tx(table)} ${newRows(tx, largestMovements, largest)}`
  const days = [...new Map(largest.map(row => [`${row.day} ${row.currency}`, row])).values()]
  // Plain SQL: Drizzle has no unnest().
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

type Row = typeof largestMovements.$inferInsert

/** Drops movements that are not even among the largest of this batch. */
function largestOfDays(rows: readonly Row[]): Row[] {
  const taken = new Map<string, number>()
  return rows
    .toSorted(
      (a, b) =>
        (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0) ||
        (a.aggregateId < b.aggregateId ? -1 : Number(a.aggregateId > b.aggregateId)) ||
        a.eventVersion - b.eventVersion,
    )
    .filter(({ day, currency }) => {
      const count = (taken.get(`${day} ${currency}`) ?? 0) + 1
      taken.set(`${day} ${currency}`, count)
      return count <= LARGEST_MAX
    })
}

/** One of the largest movements; the amount is in minor units. */
export type LargestMovement = {
  readonly accountId: string
  readonly owner: string
  readonly version: number
  readonly type: string
  readonly isOut: boolean
  readonly amount: bigint
  readonly currency: string
  readonly occurredAt: Date
  readonly occurredOn: string | null
  readonly note: string | null
}

/**
 * The largest movements in a currency on the days from `from` to `to` (ISO dates, both inclusive),
 * at most `LARGEST_MAX`: each is among the largest of its own day, so those suffice.
 */
export async function readLargestMovements(
  sql: Sql,
  currency: string,
  from: string,
  to: string,
): Promise<LargestMovement[]> {
  const typed = drizzleOn(sql)
  const largest = typed
    .select()
    .from(largestMovements)
    .where(and(eq(largestMovements.currency, currency), between(largestMovements.day, from, to)))
    .orderBy(...bySize(largestMovements))
    .limit(LARGEST_MAX)
    .as('largest')
  const rows = await typed
    .select({
      accountId: largest.aggregateId,
      owner: accounts.owner,
      version: largest.eventVersion,
      type: largest.eventType,
      amount: largest.amount,
      currency: largest.currency,
      occurredAt: log.occurredAt,
      occurredOn: fragment<string | null>`${log.metadata} ->> 'occurredOn'`,
      note: fragment<string | null>`${log.eventData} ->> 'note'`,
    })
    .from(largest)
    .innerJoin(accounts, eq(accounts.aggregateId, largest.aggregateId))
    .innerJoin(
      log,
      and(eq(log.aggregateId, largest.aggregateId), eq(log.eventVersion, largest.eventVersion)),
    )
    .orderBy(...bySize(largest))
  return rows.map(row => ({
    ...row,
    isOut: eventKinds().get(row.type)?.event.money?.sign === -1,
  }))
}

type Sized = Record<'amount' | 'aggregateId' | 'eventVersion', PgColumn>

function bySize({ amount, aggregateId, eventVersion }: Sized) {
  return [desc(amount), aggregateId, eventVersion]
}
