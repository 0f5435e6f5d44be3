import { and, eq, gt } from 'drizzle-orm'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql, Transaction } from '../connection'
import { drizzleOn } from '../query'
import { feed, log, sequencer } from '../schema'
import { type EventRow, eventColumns, recordedEvent } from '../streams/event-rows'

/** An event with its place in the one order of the whole log. */
export type FeedEvent = { readonly position: number; readonly recorded: RecordedEvent }

/** A feed position with its event still in the stored form. */
export type FeedRow = EventRow & { readonly position: number }

/** The rows of the feed after `position`, in order. */
export async function readFeedRows(
  sql: Sql | Transaction,
  position: number,
  limit: number,
): Promise<readonly FeedRow[]> {
  return drizzleOn(sql)
    .select({ position: feed.position, ...eventColumns })
    .from(feed)
    .innerJoin(
      log,
      and(eq(log.aggregateId, feed.aggregateId), eq(log.eventVersion, feed.eventVersion)),
    )
    .where(gt(feed.position, position))
    .orderBy(feed.position)
    .limit(limit)
}

/** The row as an event. @throws UnreadableEvent */
export function feedEvent(row: FeedRow): FeedEvent {
  return { position: row.position, recorded: recordedEvent(row) }
}

/** The events of the feed after `position`, in order. @throws UnreadableEvent */
export async function readFeed(
  sql: Sql | Transaction,
  position: number,
  limit: number,
): Promise<FeedEvent[]> {
  return (await readFeedRows(sql, position, limit)).map(feedEvent)
}

/** The last position that was given; 0 for an empty feed. */
export async function feedHead(sql: Sql | Transaction): Promise<number> {
  const [row] = await drizzleOn(sql).select().from(sequencer)
  return row?.position ?? 0
}
