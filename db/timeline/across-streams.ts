import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { requireUuids } from '../ids'
import { MARK } from '../streams/detached'
import { type EventRow, recordedEvent } from '../streams/event-rows'
import type { Fragment } from './timeline-filter'

/** The newest events of several streams together, latest recorded first. */
export function readNewest(
  sql: Sql,
  streamIds: readonly string[],
  limit: number,
): Promise<RecordedEvent[]> {
  return newestWhere(sql, sql`true`, streamIds, limit)
}

/**
 * The sides of transfers among the newest `scanMax` events of each stream, latest recorded first:
 * what somebody paid or got lately, at a cost that does not grow with their history.
 */
export function readTransfers(
  sql: Sql,
  streamIds: readonly string[],
  scanMax: number,
): Promise<RecordedEvent[]> {
  return newestWhere(sql, sql`event_data ? 'transfer'`, streamIds, scanMax)
}

/** The newest events of each of several streams, by stream, newest first. */
export function readNewestOfEach(
  sql: Sql,
  streamIds: readonly string[],
  limit: number,
): Promise<RecordedEvent[]> {
  return newestOfEach(sql, streamIds, limit, sql`order by aggregate_id, event_version desc`)
}

function newestWhere(
  sql: Sql,
  condition: Fragment,
  streamIds: readonly string[],
  limit: number,
): Promise<RecordedEvent[]> {
  const rest = sql`
    where ${condition}
    order by created_at desc, aggregate_id desc, event_version desc limit ${limit}`
  return newestOfEach(sql, streamIds, limit, rest)
}

/** Of the newest `limit` events of each stream, those that the rest of the query chooses. */
async function newestOfEach(
  sql: Sql,
  streamIds: readonly string[],
  limit: number,
  rest: Fragment,
): Promise<RecordedEvent[]> {
  requireUuids('stream id', streamIds)
  // Plain SQL: a lateral join, so that of each stream only its newest events are read.
  const rows = await sql<EventRow[]>`
    select newest.* from unnest(${[...streamIds]}::uuid[]) as stream (id)
    cross join lateral (
      select * from log where aggregate_id = stream.id
      order by event_version desc limit ${limit}) as newest
    ${rest}`
  // The newest events that are here: a mark is older than all of them, and no event.
  return rows.filter(row => row.event_type !== MARK).map(recordedEvent)
}
