import { getViewSelectedFields } from 'drizzle-orm'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { advance as advanceBy } from '@/domain/event-sourcing/stream'
import { codecOf, registry } from '../codecs/registry'
import { decodeEvent } from '../codecs/stored-events'
import { decodeState } from '../codecs/stored-states'
import type { Sql } from '../connection'
import { drizzleOn, namedBySql, type RowOf } from '../query'
import { type events, log, type snapshots } from '../schema'

/** An event as it is stored. */
export type EventRow = RowOf<typeof events>

const eventColumns = namedBySql(getViewSelectedFields(log))

/** Selects events of the log, as `recordedEvent` takes them. */
export function selectEvents(sql: Sql) {
  return drizzleOn(sql).select(eventColumns).from(log)
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
export function metadataOf({
  actor,
  commandId,
  correlationId,
}: RecordedEvent): EventRow['metadata'] {
  return {
    actor,
    ...(commandId === null ? {} : { commandId }),
    ...(correlationId === null ? {} : { correlationId }),
  }
}

/** What reads select of a snapshot. */
export type SnapshotRow = Pick<
  RowOf<typeof snapshots>,
  'version' | 'state' | 'created_at' | 'frontier_at'
>

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
