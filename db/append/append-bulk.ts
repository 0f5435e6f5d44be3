import type { RecordedEvent, Stream, Unit } from '@/domain/event-sourcing/ports'
import { encodeEvent } from '../codecs/stored-events'
import { encodeState } from '../codecs/stored-states'
import type { Sql, Transaction } from '../connection'
import { metadataOf } from '../streams/event-rows'
import { isOutage, isRace } from '../trouble/failures'
import { byKey, type RecordRow, recordRows, upsertAccounts } from './append'
import { arrayOf, instantsOf } from './array-literals'

/**
 * Saves a large batch of accepted commands in one transaction or not at all, for half of what it
 * costs in `append.ts`. There each part is saved or not by itself; here whatever stands in the way
 * fails all of it, and the caller loads and decides anew.
 *
 * Every stream must have been loaded from the log for this batch, not from a cache: that its
 * expected version is there is known from that, and that nobody has gone on from it is what the
 * primary key says. A command that was answered before is met by its own key, and by a look at
 * the commands of other aggregates.
 * @returns `unknown` when the connection was lost before the outcome was heard
 * @throws InvalidEvent, before anything is sent, for an event that its schema does not allow
 * @throws RangeError for a batch that holds refusals
 */
export async function appendBulk(sql: Sql, unit: Unit): Promise<'saved' | 'conflict' | 'unknown'> {
  const { streams, unchanged } = unit
  if (unchanged.length > 0) throw new RangeError('A bulk append takes accepted commands only')
  const sorted = streams.toSorted(byKey(({ stream }) => stream.aggregateId))
  const events = sorted.flatMap(stream => stream.events)
  const columns = {
    events: eventColumns(events),
    records: recordColumns(recordRows(unit, 0).toSorted(byKey(({ commandId }) => commandId))),
    snapshots: snapshotColumns(sorted.flatMap(stream => stream.snapshots)),
  }
  try {
    await sql.begin(tx =>
      Promise.all([
        insertAll(tx, columns),
        upsertAccounts(
          tx,
          sorted.map(({ stream }) => stream),
        ),
      ]),
    )
    return 'saved'
  } catch (error) {
    if (isRace(error)) return 'conflict'
    if (isOutage(error)) return 'unknown'
    throw error
  }
}

type Columns = {
  readonly events: ReturnType<typeof eventColumns>
  readonly records: ReturnType<typeof recordColumns>
  readonly snapshots: ReturnType<typeof snapshotColumns>
}

/** One statement; a command id that another aggregate has fails it by a division by zero. */
function insertAll(tx: Transaction, { events, records, snapshots }: Columns) {
  return tx`
    with added as (
      insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at,
        event_version, schema_version, aggregate_type, event_type, event_data, metadata)
      select aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
        schema_version, aggregate_type, event_type, event_data, metadata
      from rows from (unnest(${events.aggregateIds}::uuid[], ${events.eventIds}::uuid[],
          ${events.occurredAt}::timestamptz[], ${events.createdAt}::timestamptz[],
          ${events.frontierAt}::timestamptz[], ${events.versions}::int[],
          ${events.schemaVersions}::smallint[], ${events.aggregateTypes}::text[],
          ${events.types}::text[]),
          jsonb_array_elements(${events.data}::text::jsonb),
          jsonb_array_elements(${events.metadata}::text::jsonb))
        as e (aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
          schema_version, aggregate_type, event_type, event_data, metadata)
    ), queued as (
      insert into outbox (aggregate_id, event_version)
      select * from unnest(${events.aggregateIds}::uuid[], ${events.versions}::int[])
    ), recorded as (
      insert into commands (command_id, aggregate_id, first_version, last_version, fingerprint)
      select command_id, aggregate_id, first_version, last_version, decode(fingerprint, 'hex')
      from unnest(${records.commandIds}::uuid[], ${records.aggregateIds}::uuid[],
          ${records.first}::int[], ${records.last}::int[], ${records.fingerprints}::text[])
        as r (command_id, aggregate_id, first_version, last_version, fingerprint)
    ), kept as (
      insert into snapshots (aggregate_id, version, shape, state, created_at, frontier_at)
      select aggregate_id, version, shape, state, created_at, frontier_at
      from rows from (unnest(${snapshots.aggregateIds}::uuid[], ${snapshots.versions}::int[],
          ${snapshots.createdAt}::timestamptz[], ${snapshots.frontierAt}::timestamptz[],
          ${snapshots.shapes}::smallint[]),
          jsonb_array_elements(${snapshots.states}::text::jsonb))
        as s (aggregate_id, version, created_at, frontier_at, shape, state)
      on conflict (aggregate_id, version) do update
        set shape = excluded.shape, state = excluded.state,
          created_at = excluded.created_at, frontier_at = excluded.frontier_at
    )
    select 1 / (case when exists (
        select from unnest(${records.commandIds}::uuid[]) as r (id)
        where (select true from commands c where c.command_id = r.id limit 1))
      then 0 else 1 end)`
}

function eventColumns(events: readonly RecordedEvent[]) {
  const stored = events.map(({ event }) => encodeEvent(event))
  return {
    aggregateIds: arrayOf(events.map(({ aggregateId }) => aggregateId)),
    eventIds: arrayOf(events.map(({ eventId }) => eventId)),
    occurredAt: instantsOf(events.map(({ occurredAt }) => occurredAt)),
    createdAt: instantsOf(events.map(({ createdAt }) => createdAt)),
    frontierAt: instantsOf(events.map(({ frontierAt }) => frontierAt)),
    versions: arrayOf(events.map(({ version }) => version)),
    schemaVersions: arrayOf(stored.map(({ schemaVersion }) => schemaVersion)),
    aggregateTypes: arrayOf(events.map(({ aggregateType }) => aggregateType)),
    types: arrayOf(stored.map(({ type }) => type)),
    data: JSON.stringify(stored.map(({ data }) => data)),
    metadata: JSON.stringify(events.map(metadataOf)),
  }
}

function recordColumns(records: readonly RecordRow[]) {
  if (records.some(({ refusal }) => refusal))
    throw new RangeError('A bulk append takes no refusals')
  return {
    commandIds: arrayOf(records.map(({ commandId }) => commandId)),
    aggregateIds: arrayOf(records.map(({ aggregateId }) => aggregateId)),
    first: arrayOf(records.map(({ first }) => first ?? 0)),
    last: arrayOf(records.map(({ last }) => last ?? 0)),
    fingerprints: arrayOf(records.map(({ fingerprint }) => fingerprint)),
  }
}

function snapshotColumns(streams: readonly Stream[]) {
  const states = streams.map(encodeState)
  return {
    aggregateIds: arrayOf(streams.map(({ aggregateId }) => aggregateId)),
    versions: arrayOf(streams.map(({ version }) => version)),
    shapes: arrayOf(states.map(({ shape }) => shape)),
    states: JSON.stringify(states.map(({ state }) => state)),
    createdAt: instantsOf(streams.map(({ createdAt }) => createdAt)),
    frontierAt: instantsOf(streams.map(({ frontierAt }) => frontierAt)),
  }
}
