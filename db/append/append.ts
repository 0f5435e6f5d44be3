import type { Append, CommandRecord, Stream } from '@/domain/event-sourcing/ports'
import { accountRow, searchText } from '../accounts/account-rows'
import { AGGREGATE_TYPE, encodeEvent } from '../codecs/stored-events'
import { encodeState, SNAPSHOT_SHAPE } from '../codecs/stored-states'
import type { Sql, Transaction } from '../connection'
import { fingerprintOf } from '../ids'
import { metadataOf } from '../streams/event-rows'
import { Conflict, isOutage, isRace } from '../trouble/failures'
import { type Check, confirm, nextKey } from './expectations'
import { keptCommand } from './refusals'

/**
 * Saves the part of every aggregate that is still as the batch was decided on, each part whole or
 * not at all, in one statement: events, command records, snapshots, account rows and outbox keys.
 * @returns the aggregates whose part is saved
 * @throws InvalidEvent, before anything is sent, for an event that its schema does not allow
 * @throws what the database is in trouble with; after an outage it may be saved all the same
 */
export async function save(sql: Sql, batch: Append): Promise<ReadonlySet<string>> {
  if (batch.streams.length + batch.records.length === 0) return new Set()
  const encoded = encodeBatch(batch)
  try {
    return await saveParts(sql, encoded)
  } catch (error) {
    if (isRace(error)) return new Set()
    throw error
  }
}

/**
 * Saves a batch in one transaction or not at all. The guard is that of `saveParts`; a stream that is
 * only checked is held at its version until the end.
 * @returns `unknown` when the connection was lost before the outcome was heard
 * @throws InvalidEvent, before anything is sent, for an event that its schema does not allow
 */
export async function append(
  sql: Sql,
  batch: Append,
  checks: readonly Check[] = [],
): Promise<'saved' | 'conflict' | 'unknown'> {
  if (batch.streams.length + batch.records.length + checks.length === 0) return 'saved'
  const encoded = encodeBatch(batch)
  try {
    await sql.begin(async tx => {
      const [saved] = await Promise.all([saveParts(tx, encoded, checks), confirm(tx, checks)])
      if (saved.size < encoded.parts.length) throw new Conflict()
    })
    return 'saved'
  } catch (error) {
    if (isRace(error)) return 'conflict'
    if (isOutage(error)) return 'unknown'
    throw error
  }
}

/** Compares rows by a key: all writers take keys in one order, so no two wait in a circle. */
export function byKey<Row>(key: (row: Row) => string) {
  return (a: Row, b: Row) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)))
}

type EncodedBatch = ReturnType<typeof encodeBatch>

/** The rows of a batch. They go in sorted order, so that no two batches wait in a circle. */
function encodeBatch({ streams, records, unchanged }: Append) {
  const sorted = streams.toSorted(byKey(({ stream }) => stream.aggregateId))
  return {
    /** One for each aggregate: the version it must be at, and how many events it gets. */
    parts: [
      ...sorted.map(({ stream, expectedVersion, events }) => ({
        id: stream.aggregateId,
        expected: expectedVersion,
        count: events.length,
      })),
      ...unchanged.map(({ aggregateId: id, version: expected }) => ({ id, expected, count: 0 })),
    ],
    events: sorted.flatMap(({ events }) =>
      events.map(event => ({ event, stored: encodeEvent(event.event) })),
    ),
    records: records.toSorted(byKey(({ envelope }) => envelope.commandId)),
    snapshots: sorted.flatMap(stream => stream.snapshots),
    opened: sorted.flatMap(({ stream, expectedVersion }) =>
      expectedVersion === 0 ? [stream] : [],
    ),
    moved: sorted.flatMap(({ stream, expectedVersion }) => (expectedVersion > 0 ? [stream] : [])),
  }
}

/**
 * The append, as one statement. A part is `free` when its stream is at the expected version (so
 * that no version is taken twice or left out; the first event of a stream and its newest are never
 * archived, so `events` alone decides) and none of its commands was answered before. Who commits in
 * between is met by the primary key: those rows are not `added`, and a part that would be added in
 * pieces fails the statement by a division by zero. The rest of a part goes with its events.
 *
 * It is planned once (`openPlanned`), maybe while the tables are empty. So it is written for one
 * plan: subqueries that are expressions, and not joins, are looked up row by row by their index, or
 * once into a hash table where they read a part of the statement itself.
 */
async function saveParts(
  sql: Sql | Transaction,
  batch: EncodedBatch,
  checks: readonly Check[] = [],
): Promise<Set<string>> {
  const { parts, snapshots, opened, moved } = batch
  const saved = await sql<{ id: string }[]>`
    with part as (
      select * from unnest(
        ${parts.map(({ id }) => id)}::uuid[],
        ${parts.map(({ expected }) => expected)}::int[],
        ${parts.map(({ count }) => count)}::int[]) as p (id, expected, count)
    ), record as (
      select * from unnest(${recordColumns(sql, batch)})
        as r (command_id, aggregate_id, created_at, first_version, last_version, fingerprint,
          refusal, refused)
    ), free as (
      select id, count from part
      where (expected = 0 or (
          select true from events e where e.aggregate_id = id and e.event_version = expected))
        and (
          select true from events e where e.aggregate_id = id and e.event_version = expected + 1
        ) is null
        and id not in (
          select r.aggregate_id from record r
          where (select true from commands c where c.command_id = r.command_id limit 1))
    ), added as (
      insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at,
        event_version, schema_version, aggregate_type, event_type, event_data, metadata)
      select aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
        schema_version, ${AGGREGATE_TYPE}, event_type, event_data, metadata
      from unnest(${eventColumns(sql, batch)})
        as e (aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
          schema_version, event_type, event_data, metadata)
      where (aggregate_id in (select id from free)) is true
      on conflict (aggregate_id, event_version) do nothing
      returning aggregate_id, event_version
    ), saved as (
      select id from free where count = 0
      union all select distinct aggregate_id from added
    ), recorded as (
      insert into commands (command_id, aggregate_id, created_at, first_version, last_version,
        fingerprint, refusal, refused)
      select command_id, aggregate_id, created_at, first_version, last_version,
        decode(fingerprint, 'hex'), refusal, refused
      from record where (aggregate_id in (select id from saved)) is true
    ), queued as (
      insert into outbox (aggregate_id, event_version)
      select aggregate_id, event_version from added
      ${checks.length === 0 ? sql`` : heldKeys(sql, checks)}
    )
    ${snapshots.length === 0 ? sql`` : insertSnapshots(sql, snapshots)}
    ${opened.length === 0 ? sql`` : sql`, listed as (${insertAccounts(sql, opened, SAVED)})`}
    ${moved.length === 0 ? sql`` : sql`, relisted as (${updateAccounts(sql, moved)})`}
    select id, 1 / (case when (select count(*) from added) = (
        select coalesce(sum(count), 0) from part where (id in (select aggregate_id from added)) is true)
      then 1 else 0 end) as whole
    from saved`
  return new Set(saved.map(({ id }) => id))
}

/** Keys are taken in one order by everyone, so nobody waits in a circle for those of another. */
function heldKeys(sql: Sql | Transaction, checks: readonly Check[]) {
  const keys = checks.map(nextKey)
  return sql`
    union all select * from unnest(
      ${keys.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${keys.map(({ version }) => version)}::int[])
    order by 1, 2`
}

function eventColumns(sql: Sql | Transaction, { events: rows }: EncodedBatch) {
  const events = rows.map(({ event }) => event)
  return sql`
    ${events.map(({ aggregateId }) => aggregateId)}::uuid[],
    ${events.map(({ eventId }) => eventId)}::uuid[],
    ${events.map(({ occurredAt }) => occurredAt.toISOString())}::text[]::timestamptz[],
    ${events.map(({ createdAt }) => createdAt.toISOString())}::text[]::timestamptz[],
    ${events.map(({ frontierAt }) => frontierAt.toISOString())}::text[]::timestamptz[],
    ${events.map(({ version }) => version)}::int[],
    ${rows.map(({ stored }) => stored.schemaVersion)}::int[],
    ${rows.map(({ stored }) => stored.type)}::text[],
    ${rows.map(({ stored }) => JSON.stringify(stored.data))}::text[]::jsonb[],
    ${events.map(event => JSON.stringify(metadataOf(event)))}::text[]::jsonb[]`
}

function recordColumns(sql: Sql | Transaction, { records }: EncodedBatch) {
  const refusals = records.map(({ answer, envelope: { actor, command } }) =>
    answer.outcome === 'refused'
      ? { refusal: answer.refusal, refused: { actor, command: keptCommand(command) } }
      : null,
  )
  return sql`
    ${records.map(({ envelope }) => envelope.commandId)}::uuid[],
    ${records.map(({ envelope }) => envelope.accountId)}::uuid[],
    ${records.map(({ recordedAt, answer }) =>
      answer.outcome === 'refused' ? recordedAt.toISOString() : null,
    )}::text[]::timestamptz[],
    ${records.map(record => versionsOf(record).first)}::int[],
    ${records.map(record => versionsOf(record).last)}::int[],
    ${records.map(({ envelope }) => fingerprintOf(envelope).toString('hex'))}::text[],
    ${refusals.map(kept => kept && JSON.stringify(kept.refusal))}::text[]::jsonb[],
    ${refusals.map(kept => kept && JSON.stringify(kept.refused))}::text[]::jsonb[]`
}

function versionsOf({ answer }: CommandRecord): { first: number | null; last: number | null } {
  if (answer.outcome === 'refused') return { first: null, last: null }
  return { first: answer.version - answer.events.length + 1, last: answer.version }
}

function insertSnapshots(sql: Sql | Transaction, streams: readonly Stream[]) {
  return sql`, kept as (
    insert into snapshots (aggregate_id, version, shape, state, created_at, frontier_at)
    select aggregate_id, version, ${SNAPSHOT_SHAPE}, state, created_at, frontier_at
    from unnest(
      ${streams.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${streams.map(({ version }) => version)}::int[],
      ${streams.map(stream => JSON.stringify(encodeState(stream)))}::text[]::jsonb[],
      ${streams.map(({ createdAt }) => createdAt?.toISOString() ?? null)}::text[]::timestamptz[],
      ${streams.map(({ frontierAt }) => frontierAt?.toISOString() ?? null)}::text[]::timestamptz[]
    ) as t (aggregate_id, version, state, created_at, frontier_at)
    where (aggregate_id in (select id from saved)) is true
    on conflict (aggregate_id, version) do update
      set shape = excluded.shape, state = excluded.state,
        created_at = excluded.created_at, frontier_at = excluded.frontier_at)`
}

/** Moves the account rows of streams on that were there before: the other columns never change. */
function updateAccounts(sql: Sql | Transaction, streams: readonly Stream[]) {
  const rows = streams.map(({ aggregateId, version, state }) => {
    if (state.status !== 'open') throw new Error(`Stream ${aggregateId} holds no account`)
    return { id: aggregateId, version, balance: state.balance.toString(), status: state.status }
  })
  return sql`
    update accounts a set balance = t.balance, status = t.status, version = t.version
    from unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ balance }) => balance)}::text[]::bigint[],
      ${rows.map(({ status }) => status)}::text[],
      ${rows.map(({ version }) => version)}::int[]
    ) as t (id, balance, status, version)
    where a.aggregate_id = t.id and (t.id in (select id from saved)) is true`
}

/** Writes the account rows of streams into the read model, or into a copy of it. */
export async function upsertAccounts(
  tx: Transaction,
  streams: readonly Stream[],
  table = 'accounts',
): Promise<void> {
  if (streams.length > 0) await insertAccounts(tx, streams, { table })
}

const SAVED = { table: 'accounts', onlySaved: true }

function insertAccounts(
  sql: Sql | Transaction,
  streams: readonly Stream[],
  { table, onlySaved = false }: { readonly table: string; readonly onlySaved?: boolean },
) {
  const rows = streams.map(accountRow)
  return sql`
    insert into ${sql(table)} as a (aggregate_id, number, reference, owner, currency, balance, status,
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
    ) as t (id)
    ${onlySaved ? sql`where (t.id in (select id from saved)) is true` : sql``}
    on conflict (aggregate_id) do update
      set balance = excluded.balance, status = excluded.status, version = excluded.version
      where a.version < excluded.version`
}
