import type { Sql } from '../connection'
import { requireAttachedSince } from '../streams/detached'
import { CURRENCY_SQL, changeSql, FLOWS_SQL } from './event-amounts'

/** What came in and went out in one currency, in minor units, and how many events moved it. */
export type CurrencyTotal = {
  readonly currency: string
  readonly entries: number
  readonly inflow: bigint
  readonly outflow: bigint
}

export type DayTotals = {
  /** All events, those without money included. */
  readonly events: number
  /** By currency code. */
  readonly totals: readonly CurrencyTotal[]
  /** Whether there were more events than were read: the last ones were. */
  readonly isPart: boolean
}

/**
 * The totals of what occurred from `from` to `to` (both inclusive), among the last `scanMax` events
 * of that time, by the index of the business clock.
 */
export async function readDayTotals(
  sql: Sql,
  from: Date,
  to: Date,
  scanMax: number,
): Promise<DayTotals> {
  await requireAttachedSince(sql, from)
  // Plain SQL: amounts by event type.
  const rows = await sql<
    { currency: string | null; events: string; entries: string; inflow: string; outflow: string }[]
  >`
    select currency, count(*) as events, count(change) as entries,
      ${sql.unsafe(FLOWS_SQL)}
    from (
      select ${sql.unsafe(CURRENCY_SQL)} as currency, ${sql.unsafe(changeSql())} as change
      from (select * from log where occurred_at between ${from} and ${to}
        order by occurred_at desc limit ${scanMax}) as last_ones) as moved
    group by currency order by currency`
  const events = rows.reduce((sum, row) => sum + Number(row.events), 0)
  return {
    events,
    totals: rows.flatMap(({ currency, entries, inflow, outflow }) =>
      currency === null || entries === '0'
        ? []
        : [
            {
              currency,
              entries: Number(entries),
              inflow: BigInt(inflow),
              outflow: BigInt(outflow),
            },
          ],
    ),
    isPart: events >= scanMax,
  }
}

/** The number of commands refused since `from`; at most `max`. */
export async function countRefusedSince(sql: Sql, from: Date, max: number): Promise<number> {
  // Plain SQL: the limit is inside the count.
  const [row] = await sql<{ count: string }[]>`
    select count(*) from (
      select from commands where refusal is not null and created_at >= ${from} limit ${max}) as refused`
  return Number(row?.count ?? 0)
}
