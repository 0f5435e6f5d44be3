import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql, Transaction } from '../connection'
import { drizzleOn, type RowOf } from '../query'
import { type feed, sequencer } from '../schema'
import { requireAttachedSince } from '../streams/detached'
import { type EventRow, recordedEvent } from '../streams/event-rows'

/** An event with its position in the total order of the log. */
export type FeedEvent = { readonly position: number; readonly recorded: RecordedEvent }

/** The same with the event as stored. */
export type FeedRow = EventRow & Pick<RowOf<typeof feed>, 'position'>

/**
 * The rows of the feed after `position`, in order.
 * @throws YearDetached if some of them are in cold storage
 */
export async function readFeedRows(
  sql: Sql | Transaction,
  position: number,
  limit: number,
): Promise<readonly FeedRow[]> {
  // Plain SQL: runs for every event, and Drizzle's mapping takes half as long again.
  const rows = await sql<FeedRow[]>`
    select f.position, e.* from feed f
    join log e on e.aggregate_id = f.aggregate_id and e.event_version = f.event_version
    where f.position > ${position}
    order by f.position limit ${limit}`
  // Positions have no gap, so one that is not here is of an event in cold storage.
  const isWhole = rows.every((row, index) => Number(row.position) === position + 1 + index)
  if (!isWhole) await requireAttachedSince(sql, undefined)
  return rows
}

/** @throws UnreadableEvent */
export function feedEvent(row: FeedRow): FeedEvent {
  return { position: Number(row.position), recorded: recordedEvent(row) }
}

/** The last position given; 0 for an empty feed. */
export async function feedHead(sql: Sql | Transaction): Promise<number> {
  const [row] = await drizzleOn(sql).select().from(sequencer)
  return row?.position ?? 0
}
