import type { Append, CommandRecord, RecordedEvent, Stream } from '@/domain/ports'
import { accountRow, searchText } from './account-rows'
import { isOutage, isRace, type Sql } from './connection'
import { metadataOf } from './event-rows'
import { fingerprintOf } from './ids'
import { AGGREGATE_TYPE, encodeEvent, encodeState, SNAPSHOT_SHAPE } from './stored-events'

type Transaction = Parameters<Parameters<Sql['begin']>[1]>[0]

/**
 * Saves events, command records, snapshots and the account rows in one transaction or not at all.
 * The primary key of `events` is the guard: who names a version that is taken has lost the race.
 * Rows go in sorted order, so that two batches never wait for each other in a circle.
 */
export async function append(sql: Sql, batch: Append): Promise<'saved' | 'conflict' | 'unknown'> {
  if (batch.streams.length === 0 && batch.records.length === 0) return 'saved'
  const streams = batch.streams.toSorted((a, b) =>
    a.stream.aggregateId < b.stream.aggregateId ? -1 : 1,
  )
  try {
    await sql.begin(tx =>
      Promise.all([
        insertEvents(
          tx,
          streams.flatMap(({ events }) => events),
        ),
        insertCommands(tx, batch.records),
        insertSnapshots(
          tx,
          streams.flatMap(({ snapshots }) => snapshots),
        ),
        upsertAccounts(
          tx,
          streams.map(({ stream }) => stream),
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

async function insertEvents(tx: Transaction, events: readonly RecordedEvent[]): Promise<void> {
  if (events.length === 0) return
  const stored = events.map(({ event }) => encodeEvent(event))
  await tx`
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
      ${stored.map(({ schemaVersion }) => schemaVersion)}::int[],
      ${stored.map(({ type }) => type)}::text[],
      ${stored.map(({ data }) => JSON.stringify(data))}::text[]::jsonb[],
      ${events.map(event => JSON.stringify(metadataOf(event)))}::text[]::jsonb[]
    ) as t (aggregate_id, event_id, occurred_at, created_at, frontier_at,
      event_version, schema_version, event_type, event_data, metadata)`
}

async function insertCommands(tx: Transaction, unsorted: readonly CommandRecord[]): Promise<void> {
  if (unsorted.length === 0) return
  const records = unsorted.toSorted((a, b) =>
    a.envelope.commandId < b.envelope.commandId ? -1 : 1,
  )
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

async function upsertAccounts(tx: Transaction, streams: readonly Stream[]): Promise<void> {
  if (streams.length === 0) return
  const rows = streams.map(accountRow)
  await tx`
    insert into accounts (aggregate_id, number, reference, owner, currency, balance, status,
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
      where accounts.version < excluded.version`
}
