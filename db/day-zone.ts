import { dayIn, isTimeZone } from '@/domain/bank-account/business-day'
import type { Sql, Transaction } from './connection'

/** The tables whose comment is the time zone of the days in their read model. */
export const DAY_TABLES = ['daily_flows', 'account_standings'] as const
export type DayTable = (typeof DAY_TABLES)[number]

/**
 * The time zone of the days in a read model, which stays until a rebuild: it is stored beside them,
 * as the comment on a table, so that what is shown and what is added agree whatever the setting.
 */
export async function dayZoneOf(sql: Sql | Transaction, table: DayTable): Promise<string> {
  const [row] = await sql<{ zone: string | null }[]>`
    select obj_description(${table}::regclass, 'pg_class') as zone`
  return row?.zone && isTimeZone(row.zone) ? row.zone : 'UTC'
}

/** Stores the time zone of a read model that has been built in it. For the owner of the tables. */
export async function keepDayZone(
  sql: Sql | Transaction,
  table: DayTable,
  zone: string,
): Promise<void> {
  if ((await dayZoneOf(sql, table)) === zone) return
  // Plain SQL: a comment takes no parameters. A known zone has no quotes.
  await sql.unsafe(`comment on table ${table} is '${zone.replaceAll("'", '')}'`)
}

/** The first start of a bank gives its days the zone of the setting. */
export async function startDayZones(sql: Sql | Transaction, zone: string): Promise<void> {
  for (const table of DAY_TABLES) {
    const [found] = await sql<{ any: boolean }[]>`
      select exists (select from ${sql(table)}) as any`
    if (!found?.any) await keepDayZone(sql, table, zone)
  }
}

/** Offsets change at quarters of an hour at most; the day of each is kept, since finding it is slow. */
const QUARTER_MS = 900_000
const QUARTERS_MAX = 10_000
const known = new Map<string, string>()

/** The calendar day of an event in a zone; its own date, if it came without a time of day. */
export function businessDay(
  {
    occurredAt,
    occurredOn,
  }: { readonly occurredAt: Date; readonly occurredOn?: string | undefined },
  zone: string,
): string {
  if (occurredOn !== undefined) return occurredOn
  if (zone === 'UTC') return occurredAt.toISOString().slice(0, 10)
  const key = `${Math.floor(occurredAt.getTime() / QUARTER_MS)} ${zone}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= QUARTERS_MAX) known.clear()
  const day = dayIn(zone, occurredAt)
  known.set(key, day)
  return day
}

/** The date of an event that came without a time of day, as a text; null for all others. */
export const OCCURRED_ON_SQL = `metadata ->> 'occurredOn'`

/** The same in SQL, for a row of the log. */
export function daySql(zone: string): string {
  return `coalesce((${OCCURRED_ON_SQL})::date,
    (occurred_at at time zone '${zone.replaceAll("'", '')}')::date)`
}
