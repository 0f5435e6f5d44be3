import { asc, count, eq } from 'drizzle-orm'
import type { Sql } from '../connection'
import { drizzleOn } from '../query'
import { feed, parkedEvents } from '../schema'

/** A parked event, where it is in the log, and why it was parked. */
export type Parked = {
  readonly subscription: string
  readonly position: number
  readonly error: string
  readonly parkedAt: Date
  /** Null for a position that the feed doesn't have. */
  readonly aggregateId: string | null
  readonly version: number | null
}

/** The parked events, those of the lowest positions first. */
export async function listParked(sql: Sql, limit: number): Promise<Parked[]> {
  const rows = await drizzleOn(sql)
    .select({
      ...{ subscription: parkedEvents.subscription, position: parkedEvents.position },
      ...{ error: parkedEvents.error, parkedAt: parkedEvents.parkedAt },
      ...{ aggregateId: feed.aggregateId, version: feed.eventVersion },
    })
    .from(parkedEvents)
    .leftJoin(feed, eq(feed.position, parkedEvents.position))
    .orderBy(asc(parkedEvents.subscription), asc(parkedEvents.position))
    .limit(limit)
  return rows
}

export async function countParked(sql: Sql): Promise<number> {
  const [row] = await drizzleOn(sql).select({ count: count() }).from(parkedEvents)
  return row?.count ?? 0
}
