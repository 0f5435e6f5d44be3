import { getViewSelectedFields } from 'drizzle-orm'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { advance as advanceBy } from '@/domain/event-sourcing/stream'
import { codecOf, registry } from '../codecs/registry'
import { decodeEvent } from '../codecs/stored-events'
import { decodeState } from '../codecs/stored-states'
import type { Sql, Transaction } from '../connection'
import { drizzleOn, namedBySql, type RowOf } from '../query'
import { type events, log, type snapshots } from '../schema'
import { requireEvent } from './detached'

export type EventRow = RowOf<typeof events>

const eventColumns = namedBySql(getViewSelectedFields(log))

/** Selects events of the log, as `recordedEvent` expects them. */
export function selectEvents(sql: Sql | Transaction) {
  return drizzleOn(sql).select(eventColumns).from(log)
}

/** @throws YearDetached for a mark in place of an event */
export function recordedEvent(row: EventRow): RecordedEvent {
  requireEvent(row)
  return {
    eventId: row.event_id,
    aggregateType: row.aggregate_type,
    aggregateId: row.aggregate_id,
    version: row.event_version,
    occurredAt: row.occurred_at,
    ...(row.metadata.occurredOn !== undefined && { occurredOn: row.metadata.occurredOn }),
    createdAt: row.created_at,
    frontierAt: row.frontier_at,
    actor: row.metadata.actor,
    commandId: row.metadata.commandId ?? null,
    correlationId: row.metadata.correlationId ?? null,
    event: decodeEvent(row.event_type, row.schema_version, row.event_data),
  }
}

/** The metadata of an event, without what is absent. */
export function metadataOf({
  actor,
  commandId,
  correlationId,
  occurredOn,
}: RecordedEvent): EventRow['metadata'] {
  return {
    actor,
    ...(commandId === null ? {} : { commandId }),
    ...(correlationId === null ? {} : { correlationId }),
    ...(occurredOn === undefined ? {} : { occurredOn }),
  }
}

/** The columns that reads select of a snapshot. */
export type SnapshotRow = Pick<
  RowOf<typeof snapshots>,
  'version' | 'state' | 'created_at' | 'frontier_at'
>

let ignored = 0

/** How many snapshots that contradict the log this process has met. */
export function ignoredSnapshots(): number {
  return ignored
}

/**
 * The stream of a snapshot, if the event it was taken after confirms it: same version, same clocks,
 * and what the codec of its type compares. A snapshot that doesn't match is corrupt, or from
 * another log: the result is null, and it is counted.
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

export function advance(stream: Stream, recorded: RecordedEvent): Stream {
  return advanceBy(registry.aggregateOf(recorded.aggregateType), stream, recorded)
}
