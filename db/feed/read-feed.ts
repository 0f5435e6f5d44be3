import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql, Transaction } from '../connection'
import { drizzleOn, type RowOf } from '../query'
import { type feed, sequencer } from '../schema'
import { type EventRow, recordedEvent } from '../streams/event-rows'

/** An event with its place in the one order of the whole log. */
export type FeedEvent = { readonly position: number; readonly recorded: RecordedEvent }

/** A feed position with its event still in the stored form. */
export type FeedRow = EventRow & Pick<RowOf<typeof feed>, 'position'>

/** The rows of the feed after `position`, in order. */
export async function readFeedRows(
  sql: Sql | Transaction,
  position: number,
  limit: number,
): Promise<readonly FeedRow[]> {
  // Plain SQL: every event goes this way, and Drizzle's mapping takes half as long again.
  return sql<FeedRow[]>`
    select f.position, e.* from feed f
    join log e on e.aggregate_id = f.aggregate_id and e.event_version = f.event_version
    where f.position > ${position}
    order by f.position limit ${limit}`
}

/** The row as an event. @throws UnreadableEvent */
export function feedEvent(row: FeedRow): FeedEvent {
  return { position: Number(row.position), recorded: recordedEvent(row) }
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
