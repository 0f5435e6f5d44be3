import { desc, eq, sql as fragment } from 'drizzle-orm'
import type { Sql } from '../connection'
import { drizzleOn } from '../query'
import { events } from '../schema'

/** The latest date on either clock in a stream; null without events. */
export async function endOfStream(sql: Sql, aggregateId: string): Promise<Date | null> {
  const [row] = await drizzleOn(sql)
    .select({ at: fragment<Date>`greatest(${events.createdAt}, ${events.frontierAt})` })
    .from(events)
    .where(eq(events.aggregateId, aggregateId))
    .orderBy(desc(events.eventVersion))
    .limit(1)
  return row?.at ?? null
}

/** The latest date on either clock in the whole log; null when it is empty. */
export async function endOfLog(sql: Sql): Promise<Date | null> {
  // Plain SQL: only subqueries, each the end of one index. Archived events are older than the rest.
  const [row] = await sql<{ at: Date | null }[]>`
    select greatest(
      (select occurred_at from events order by occurred_at desc limit 1),
      (select created_at from events order by created_at desc limit 1)) as at`
  return row?.at ?? null
}
