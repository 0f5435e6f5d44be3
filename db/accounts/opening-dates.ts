import { and, eq, sql as fragment, isNotNull } from 'drizzle-orm'
import { anyOf, type Db } from '../query'
import { log } from '../schema'

/** The calendar dates of openings that came without a time of day, by account. */
export async function openingDates(
  db: Db,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const occurredOn = fragment<string>`${log.metadata} ->> 'occurredOn'`
  const found = await db
    .select({ id: log.aggregateId, occurredOn })
    .from(log)
    .where(and(anyOf(log.aggregateId, accountIds), eq(log.eventVersion, 1), isNotNull(occurredOn)))
  return new Map(found.map(row => [row.id, row.occurredOn]))
}
