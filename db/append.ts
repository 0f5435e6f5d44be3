import type { Append, CommandRecord, RecordedEvent, Stream } from '@/domain/ports'
import { accountRow, searchText } from './account-rows'
import { Conflict, isOutage, isRace, type Sql, type Transaction } from './connection'
import { metadataOf } from './event-rows'
import { type Check, confirm, nextKey } from './expectations'
import { fingerprintOf } from './ids'
import { AGGREGATE_TYPE, encodeEvent } from './stored-events'
import { encodeState, SNAPSHOT_SHAPE } from './stored-states'

/**
 * Saves events, command records, snapshots and the account rows in one transaction or not at all.
 * The guard is the primary key of `events` and the expected version: who names a version that is
 * taken, or one that leaves a gap, has lost the race. (The first event of a stream and its newest
 * are never archived, so `events` alone decides.) A stream that is only checked is held at its
 * version until the end. Rows go in sorted order, so that two batches never wait for each other in
 * a circle.
 * @returns `unknown` when the connection was lost before the outcome was heard
 * @throws InvalidEvent, before anything is sent, for an event that its schema does not allow
 */
export async function append(
  sql: Sql,
  batch: Append,
  checks: readonly Check[] = [],
): Promise<'saved' | 'conflict' | 'unknown'> {
  if (batch.streams.length + batch.records.length + checks.length === 0) return 'saved'
  const streams = batch.streams.toSorted(byKey(({ stream }) => stream.aggregateId))
  const rows = streams.flatMap(({ expectedVersion, events }) =>
    events.map(event => ({ event, expectedVersion, stored: encodeEvent(event.event) })),
  )
  const snapshots = streams.flatMap(stream => stream.snapshots)
  const heads = streams.map(({ stream }) => stream)
  try {
    await sql.begin(tx =>
      Promise.all([
        insertEvents(tx, rows),
        insertCommands(tx, batch.records),
        insertSnapshots(tx, snapshots),
        upsertAccounts(tx, heads),
        insertOutbox(tx, rows, checks),
        confirm(tx, checks),
      ]),
    )
    return 'saved'
  } catch (error) {
    if (isRace(error)) return 'conflict'
    if (isOutage(error)) return 'unknown'
    throw error
  }
}

function byKey<Row>(key: (row: Row) => string) {
  return (a: Row, b: Row) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)))
}

type Row = {
  readonly event: RecordedEvent
  readonly expectedVersion: number
  readonly stored: ReturnType<typeof encodeEvent>
}

async function insertEvents(tx: Transaction, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const events = rows.map(({ event }) => event)
  const inserted = await tx`
    insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at,
      event_version, schema_version, aggregate_type, event_type, event_data, metadata)
    select aggregate_id, event_id, occurred_at, created_at, frontier_at,
      event_version, schema_version, ${AGGREGATE_TYPE}, event_type, event_data, metadata
    from unnest(
      ${events.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${events.map(({ eventId }) => eventId)}::uuid[],
      ${events.map(({ occurredAt }) => occurredAt.toISOString())}::text[]::timestamptz[],
      ${events.map(({ createdAt }) => createdAt.toISOString())}::text[]::timestamptz[],
      ${events.map(({ frontierAt }) => frontierAt.toISOString())}::text[]::timestamptz[],
      ${events.map(({ version }) => version)}::int[],
      ${rows.map(({ expectedVersion }) => expectedVersion)}::int[],
      ${rows.map(({ stored }) => stored.schemaVersion)}::int[],
      ${rows.map(({ stored }) => stored.type)}::text[],
      ${rows.map(({ stored }) => JSON.stringify(stored.data))}::text[]::jsonb[],
      ${events.map(event => JSON.stringify(metadataOf(event)))}::text[]::jsonb[]
    ) as t (aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
      expected_version, schema_version, event_type, event_data, metadata)
    where expected_version = 0 or exists (
      select from events e
      where e.aggregate_id = t.aggregate_id and e.event_version = t.expected_version)`
  if (inserted.count !== rows.length) throw new Conflict()
}

/** What the sequencer has yet to give a position, and the keys that hold checked streams. */
async function insertOutbox(
  tx: Transaction,
  rows: readonly Row[],
  checks: readonly Check[],
): Promise<void> {
  const keys = [...rows.map(({ event }) => event), ...checks.map(nextKey)].toSorted(
    byKey(({ aggregateId }) => aggregateId),
  )
  if (keys.length === 0) return
  await tx`
    insert into outbox (aggregate_id, event_version)
    select * from unnest(
      ${keys.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${keys.map(({ version }) => version)}::int[])`
}

async function insertCommands(tx: Transaction, unsorted: readonly CommandRecord[]): Promise<void> {
  if (unsorted.length === 0) return
  const records = unsorted.toSorted(byKey(({ envelope }) => envelope.commandId))
  const refusals = records.map(({ answer, envelope: { actor, command } }) =>
    answer.outcome === 'refused' ? { refusal: answer.refusal, refused: { actor, command } } : null,
  )
  await tx`
    insert into commands (command_id, aggregate_id, created_at, first_version, last_version,
      fingerprint, refusal, refused)
    select command_id, aggregate_id, created_at, first_version, last_version,
      decode(fingerprint, 'hex'), refusal, refused
    from unnest(
      ${records.map(({ envelope }) => envelope.commandId)}::uuid[],
      ${records.map(({ envelope }) => envelope.accountId)}::uuid[],
      ${records.map(({ recordedAt }) => recordedAt.toISOString())}::text[]::timestamptz[],
      ${records.map(record => versionsOf(record).first)}::int[],
      ${records.map(record => versionsOf(record).last)}::int[],
      ${records.map(({ envelope }) => fingerprintOf(envelope).toString('hex'))}::text[],
      ${refusals.map(kept => kept && JSON.stringify(kept.refusal))}::text[]::jsonb[],
      ${refusals.map(kept => kept && JSON.stringify(kept.refused))}::text[]::jsonb[]
    ) as t (command_id, aggregate_id, created_at, first_version, last_version,
      fingerprint, refusal, refused)`
}

function versionsOf({ answer }: CommandRecord): { first: number | null; last: number | null } {
  if (answer.outcome === 'refused') return { first: null, last: null }
  return { first: answer.version - answer.events.length + 1, last: answer.version }
}

async function insertSnapshots(tx: Transaction, streams: readonly Stream[]): Promise<void> {
  if (streams.length === 0) return
  await tx`
    insert into snapshots (aggregate_id, version, shape, state, created_at, frontier_at)
    select aggregate_id, version, ${SNAPSHOT_SHAPE}, state, created_at, frontier_at
    from unnest(
      ${streams.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${streams.map(({ version }) => version)}::int[],
      ${streams.map(stream => JSON.stringify(encodeState(stream)))}::text[]::jsonb[],
      ${streams.map(({ createdAt }) => createdAt?.toISOString() ?? null)}::text[]::timestamptz[],
      ${streams.map(({ frontierAt }) => frontierAt?.toISOString() ?? null)}::text[]::timestamptz[]
    ) as t (aggregate_id, version, state, created_at, frontier_at)
    on conflict (aggregate_id, version) do update
      set shape = excluded.shape, state = excluded.state,
        created_at = excluded.created_at, frontier_at = excluded.frontier_at`
}

/** Writes the account rows of streams into the read model, or into a copy of it. */
export async function upsertAccounts(
  tx: Transaction,
  streams: readonly Stream[],
  table = 'accounts',
): Promise<void> {
  if (streams.length === 0) return
  const rows = streams.map(accountRow)
  await tx`
    insert into ${tx(table)} as a (aggregate_id, number, reference, owner, currency, balance, status,
      version, opened_at, customer_id, search_text)
    select * from unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ number }) => number)}::text[],
      ${rows.map(({ reference }) => reference)}::text[],
      ${rows.map(({ owner }) => owner)}::text[],
      ${rows.map(({ currency }) => currency)}::text[],
      ${rows.map(({ balance }) => balance.toString())}::text[]::bigint[],
      ${rows.map(({ status }) => status)}::text[],
      ${rows.map(({ version }) => version)}::int[],
      ${rows.map(({ openedAt }) => openedAt.toISOString())}::text[]::timestamptz[],
      ${rows.map(({ customerId }) => customerId)}::text[],
      ${rows.map(searchText)}::text[]
    )
    on conflict (aggregate_id) do update
      set balance = excluded.balance, status = excluded.status, version = excluded.version
      where a.version < excluded.version`
}
