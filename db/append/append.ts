import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { CommandRecord, Stream, Unit } from '@/domain/event-sourcing/ports'
import { accountRows, searchText } from '../accounts/account-rows'
import { encodeEvent } from '../codecs/stored-events'
import { encodeState } from '../codecs/stored-states'
import type { Sql, Transaction } from '../connection'
import { fingerprintOf } from '../ids'
import { metadataOf } from '../streams/event-rows'
import { Conflict, isOutage, isRace } from '../trouble/failures'
import { type Check, confirm, nextKey } from './expectations'
import { keptCommand, type RefusedJson } from './refusals'

/**
 * Saves every unit whose streams are still as it was decided on, each unit whole or not at all, in one
 * statement: events, command records, snapshots, account rows and outbox keys.
 * @returns the units that are saved
 * @throws InvalidEvent, before anything is sent, for an event that its schema does not allow
 * @throws what the database is in trouble with; after an outage it may be saved all the same
 */
export async function save(sql: Sql, units: readonly Unit[]): Promise<ReadonlySet<Unit>> {
  if (units.length === 0) return new Set()
  const encoded = encodeUnits(units)
  try {
    const saved = await saveParts(sql, encoded)
    return new Set(units.filter((_, n) => saved.has(n)))
  } catch (error) {
    if (isRace(error)) return new Set()
    throw error
  }
}

/**
 * Saves one unit in one transaction or not at all. The guard is that of `saveParts`; a stream that is
 * only checked is held at its version until the end.
 * @returns `unknown` when the connection was lost before the outcome was heard
 * @throws InvalidEvent, before anything is sent, for an event that its schema does not allow
 */
export async function append(
  sql: Sql,
  unit: Unit,
  checks: readonly Check[] = [],
): Promise<'saved' | 'conflict' | 'unknown'> {
  if (unit.streams.length + unit.records.length + checks.length === 0) return 'saved'
  const encoded = encodeUnits([unit])
  try {
    await sql.begin(async tx => {
      const [saved] = await Promise.all([saveParts(tx, encoded, checks), confirm(tx, checks)])
      if (encoded.parts.length > 0 && !saved.has(0)) throw new Conflict()
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

type EncodedBatch = ReturnType<typeof encodeUnits>

/** The rows of a batch. They go in sorted order, so that no two batches wait in a circle. */
function encodeUnits(units: readonly Unit[]) {
  const sorted = units
    .flatMap(({ streams }) => streams)
    .toSorted(byKey(({ stream }) => stream.aggregateId))
  return {
    /** One for each stream: its unit, the version it must be at, and how many events it gets. */
    parts: units.flatMap(({ streams, unchanged }, unit) => [
      ...streams.map(({ stream, expectedVersion, events }) => ({
        unit,
        id: stream.aggregateId,
        expected: expectedVersion,
        count: events.length,
      })),
      ...unchanged.map(({ aggregateId: id, version: expected }) => ({
        unit,
        id,
        expected,
        count: 0,
      })),
    ]),
    events: sorted.flatMap(({ events }) =>
      events.map(event => ({ event, stored: encodeEvent(event.event) })),
    ),
    records: units.flatMap(recordRows).toSorted(byKey(({ commandId }) => commandId)),
    snapshots: sorted.flatMap(stream => stream.snapshots),
    opened: sorted.flatMap(({ stream, expectedVersion }) =>
      expectedVersion === 0 ? [stream] : [],
    ),
    moved: sorted.flatMap(({ stream, expectedVersion }) => (expectedVersion > 0 ? [stream] : [])),
  }
}

/** A command's answer: once for each stream that it changed, a refusal for its home stream. */
export type RecordRow = {
  readonly unit: number
  readonly commandId: string
  readonly aggregateId: string
  readonly fingerprint: string
  readonly first: number | null
  readonly last: number | null
  readonly refusedAt: Date | null
  readonly refusal: AnyRefusal | null
  readonly refused: RefusedJson | null
}

/** The rows of a unit's records, for `commands`. */
export function recordRows({ records }: Unit, unit: number): RecordRow[] {
  return records.flatMap(({ envelope, recordedAt, answer }: CommandRecord): RecordRow[] => {
    const { commandId, stream, actor, command } = envelope
    const fingerprint = fingerprintOf(envelope).toString('hex')
    const common = { unit, commandId, fingerprint }
    if (answer.outcome === 'refused') {
      const refused = { actor, command: keptCommand(command), aggregateType: stream.type }
      const range = { first: null, last: null }
      const { refusal } = answer
      return [
        { ...common, ...range, aggregateId: stream.id, refusedAt: recordedAt, refusal, refused },
      ]
    }
    const none = { refusedAt: null, refusal: null, refused: null }
    return answer.changes.map(({ stream: { aggregateId, version }, events }) => ({
      ...{ ...common, ...none, aggregateId },
      first: version - events.length + 1,
      last: version,
    }))
  })
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
): Promise<Set<number>> {
  const { parts, snapshots, opened, moved } = batch
  const saved = await sql<{ unit: number }[]>`
    with part as (
      select * from unnest(
        ${parts.map(({ unit }) => unit)}::int[],
        ${parts.map(({ id }) => id)}::uuid[],
        ${parts.map(({ expected }) => expected)}::int[],
        ${parts.map(({ count }) => count)}::int[]) as p (unit, id, expected, count)
    ), record as (
      select * from unnest(${recordColumns(sql, batch)})
        as r (unit, command_id, aggregate_id, created_at, first_version, last_version,
          fingerprint, refusal, refused)
    ), taken as (
      select unit from part
      where (expected > 0 and (
          select true from events e where e.aggregate_id = id and e.event_version = expected
        ) is null)
        or (select true from events e where e.aggregate_id = id and e.event_version = expected + 1)
      union all select r.unit from record r
        where (select true from commands c where c.command_id = r.command_id limit 1)
    ), free as (
      select id, unit, count from part where (unit in (select unit from taken)) is not true
    ), added as (
      insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at,
        event_version, schema_version, aggregate_type, event_type, event_data, metadata)
      select aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
        schema_version, aggregate_type, event_type, event_data, metadata
      from unnest(${eventColumns(sql, batch)})
        as e (aggregate_id, event_id, occurred_at, created_at, frontier_at, event_version,
          schema_version, aggregate_type, event_type, event_data, metadata)
      where (aggregate_id in (select id from free)) is true
      on conflict (aggregate_id, event_version) do nothing
      returning aggregate_id, event_version
    ), saved as (
      select id, unit from free
    ), recorded as (
      insert into commands (command_id, aggregate_id, created_at, first_version, last_version,
        fingerprint, refusal, refused)
      select command_id, aggregate_id, created_at, first_version, last_version,
        decode(fingerprint, 'hex'), refusal, refused
      from record where (unit in (select unit from saved)) is true
    ), queued as (
      insert into outbox (aggregate_id, event_version)
      select aggregate_id, event_version from added
      ${checks.length === 0 ? sql`` : heldKeys(sql, checks)}
    )
    ${snapshots.length === 0 ? sql`` : insertSnapshots(sql, snapshots)}
    ${opened.length === 0 ? sql`` : sql`, listed as (${insertAccounts(sql, opened, SAVED)})`}
    ${moved.length === 0 ? sql`` : sql`, relisted as (${updateAccounts(sql, moved)})`}
    select distinct unit, 1 / (case when (select count(*) from added) = (
        select coalesce(sum(count), 0) from free) then 1 else 0 end) as whole
    from saved`
  return new Set(saved.map(({ unit }) => unit))
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
    ${events.map(({ aggregateType }) => aggregateType)}::text[],
    ${rows.map(({ stored }) => stored.type)}::text[],
    ${rows.map(({ stored }) => JSON.stringify(stored.data))}::text[]::jsonb[],
    ${events.map(event => JSON.stringify(metadataOf(event)))}::text[]::jsonb[]`
}

function recordColumns(sql: Sql | Transaction, { records }: EncodedBatch) {
  return sql`
    ${records.map(({ unit }) => unit)}::int[],
    ${records.map(({ commandId }) => commandId)}::uuid[],
    ${records.map(({ aggregateId }) => aggregateId)}::uuid[],
    ${records.map(({ refusedAt }) => refusedAt?.toISOString() ?? null)}::text[]::timestamptz[],
    ${records.map(({ first }) => first)}::int[],
    ${records.map(({ last }) => last)}::int[],
    ${records.map(({ fingerprint }) => fingerprint)}::text[],
    ${records.map(({ refusal }) => refusal && JSON.stringify(refusal))}::text[]::jsonb[],
    ${records.map(({ refused }) => refused && JSON.stringify(refused))}::text[]::jsonb[]`
}

function insertSnapshots(sql: Sql | Transaction, streams: readonly Stream[]) {
  const states = streams.map(encodeState)
  return sql`, kept as (
    insert into snapshots (aggregate_id, version, shape, state, created_at, frontier_at)
    select aggregate_id, version, shape, state, created_at, frontier_at
    from unnest(
      ${streams.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${streams.map(({ version }) => version)}::int[],
      ${states.map(({ shape }) => shape)}::int[],
      ${states.map(({ state }) => JSON.stringify(state))}::text[]::jsonb[],
      ${streams.map(({ createdAt }) => createdAt?.toISOString() ?? null)}::text[]::timestamptz[],
      ${streams.map(({ frontierAt }) => frontierAt?.toISOString() ?? null)}::text[]::timestamptz[]
    ) as t (aggregate_id, version, shape, state, created_at, frontier_at)
    where (aggregate_id in (select id from saved)) is true
    on conflict (aggregate_id, version) do update
      set shape = excluded.shape, state = excluded.state,
        created_at = excluded.created_at, frontier_at = excluded.frontier_at)`
}

/** Moves the account rows of streams on that were there before: the other columns never change. */
function updateAccounts(sql: Sql | Transaction, streams: readonly Stream[]) {
  const rows = accountRows(streams)
  return sql`
    update accounts a set balance = t.balance, status = t.status, version = t.version
    from unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ balance }) => balance.toString())}::text[]::bigint[],
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
  const rows = accountRows(streams)
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
