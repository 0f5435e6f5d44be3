import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { advance as advanceBy } from '@/domain/event-sourcing/stream'
import { codecOf, registry } from '../codecs/registry'
import { decodeEvent } from '../codecs/stored-events'
import { decodeState } from '../codecs/stored-states'

/** The columns of `events` that reads select, as postgres.js returns them. */
export type EventRow = {
  readonly aggregate_type: string
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
    aggregateType: row.aggregate_type,
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

let ignored = 0

/** How many snapshots this process has met that the log does not bear out. */
export function ignoredSnapshots(): number {
  return ignored
}

/**
 * The stream as a snapshot has it, if the event it was taken after bears it out: same version, same
 * clocks, and what the codec of its type compares. Otherwise it is corrupted, or left over from
 * another log: null, and it is counted.
 */
export function snapshotStream(
  aggregateId: string,
  row: SnapshotRow,
  witness: RecordedEvent | undefined,
): Stream | null {
  const decoded = witness && decodeState(witness.aggregateType, row.state)
  if (
    decoded &&
    witness.version === row.version &&
    witness.createdAt.getTime() === row.created_at.getTime() &&
    witness.frontierAt.getTime() === row.frontier_at.getTime() &&
    codecOf(witness.aggregateType).bearsOut(decoded.state, witness)
  ) {
    const { created_at: createdAt, frontier_at: frontierAt, version } = row
    return { type: witness.aggregateType, aggregateId, version, ...decoded, createdAt, frontierAt }
  }
  ignored++
  return null
}

/** The stream after the next recorded event. */
export function advance(stream: Stream, recorded: RecordedEvent): Stream {
  return advanceBy(registry.aggregateOf(recorded.aggregateType), stream, recorded)
}
