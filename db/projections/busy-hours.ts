import { and, desc, eq, sql as fragment, sum } from 'drizzle-orm'
import type { Sql, Transaction } from '../connection'
import { drizzleOn, newRows } from '../query'
import { busyHours } from '../read-model-schema'
import { beginOf } from './flow-cells'
import type { Moved } from './moved-money'

const HOUR_MS = 3_600_000

/**
 * Counts events by the hour (UTC) in which they happened. What came without a time of day has no
 * hour.
 */
export async function addBusyHours(
  tx: Transaction,
  moved: readonly Moved[],
  table: string,
): Promise<void> {
  const hours = new Map<string, typeof busyHours.$inferInsert>()
  for (const { recorded, currency } of moved) {
    if (recorded.occurredOn !== undefined) continue
    const hour = beginOf(recorded.occurredAt, HOUR_MS)
    const known = hours.get(`${+hour} ${currency}`)
    hours.set(`${+hour} ${currency}`, { hour, currency, events: (known?.events ?? 0) + 1 })
  }
  if (hours.size === 0) return
  await tx`
    insert into ${tx(table)} as b ${newRows(tx, busyHours, [...hours.values()])}
    on conflict (currency, hour) do update set events = b.events + excluded.events`
}

/** The number of events in an hour of the day, or in one hour of one day. */
export type BusyHour = { readonly hour: number; readonly events: number }
export type BusiestHour = { readonly from: Date; readonly events: number }

/**
 * The number of events in each hour of the day (UTC, 0 to 23) on the days of a zone from `from` to
 * `to` (ISO dates, both inclusive), and the busiest hours.
 */
export async function readBusyHours(
  sql: Sql,
  currency: string,
  { from, to, zone }: Record<'from' | 'to' | 'zone', string>,
  busiestMax: number,
): Promise<{ ofDay: BusyHour[]; busiest: BusiestHour[] }> {
  const { hour, events: count } = busyHours
  const inRange = and(
    eq(busyHours.currency, currency),
    fragment`${hour} >= ${from}::text::timestamp at time zone ${zone}`,
    fragment`${hour} < (${to}::text::timestamp + interval '1 day') at time zone ${zone}`,
  )
  const ofDay = fragment<number>`extract(hour from ${hour} at time zone 'UTC')::int`
  const typed = drizzleOn(sql)
  const [counted, busiest] = await Promise.all([
    typed
      .select({ hour: ofDay, events: sum(count).mapWith(Number) })
      .from(busyHours)
      .where(inRange)
      .groupBy(fragment`1`),
    typed
      .select({ from: hour, events: count })
      .from(busyHours)
      .where(inRange)
      .orderBy(desc(count), desc(hour))
      .limit(busiestMax),
  ])
  const events = new Map(counted.map(row => [row.hour, row.events]))
  return {
    ofDay: Array.from({ length: 24 }, (_, hour) => ({ hour, events: events.get(hour) ?? 0 })),
    busiest,
  }
}
