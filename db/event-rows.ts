import type { RecordedEvent, Stream } from '@/domain/ports'
import { emptyStream } from '@/domain/stream'
import { decodeEvent } from './stored-events'
import { decodeState } from './stored-states'

/** The columns of `events` that reads select, as postgres.js returns them. */
export type EventRow = {
  readonly aggregate_id: string
  readonly event_id: string
  readonly occurred_at: Date
  readonly created_at: Date
  readonly frontier_at: Date
  readonly event_version: number
  readonly schema_version: number
  readonly event_type: string
  readonly event_data: unknown
  readonly metadata: Metadata
}

/** What `events.metadata` holds: who asked, and by which command. */
export type Metadata = {
  readonly actor: RecordedEvent['actor']
  readonly commandId?: string
  readonly correlationId?: string
}

/** The row as an event of the domain. */
export function recordedEvent(row: EventRow): RecordedEvent {
  return {
    eventId: row.event_id,
    aggregateId: row.aggregate_id,
    version: row.event_version,
    occurredAt: row.occurred_at,
    createdAt: row.created_at,
    frontierAt: row.frontier_at,
    actor: row.metadata.actor,
    commandId: row.metadata.commandId ?? null,
    correlationId: row.metadata.correlationId ?? null,
    event: decodeEvent(row.event_type, row.schema_version, row.event_data),
  }
}

/** The metadata of an event, without the ids that it does not have. */
export function metadataOf({ actor, commandId, correlationId }: RecordedEvent): Metadata {
  return {
    actor,
    ...(commandId === null ? {} : { commandId }),
    ...(correlationId === null ? {} : { correlationId }),
  }
}

/** The columns of `snapshots` that reads select. */
export type SnapshotRow = {
  readonly version: number
  readonly state: unknown
  readonly created_at: Date
  readonly frontier_at: Date
}

/** The stream as a snapshot has it; the empty stream for none, null for one that can't be read. */
export function snapshotStream(aggregateId: string, row: SnapshotRow | undefined): Stream | null {
  if (!row) return emptyStream(aggregateId)
  const decoded = decodeState(row.state)
  if (decoded?.state.accountId !== aggregateId) return null
  return {
    aggregateId,
    version: row.version,
    state: decoded.state,
    openedAt: decoded.openedAt,
    createdAt: row.created_at,
    frontierAt: row.frontier_at,
  }
}
