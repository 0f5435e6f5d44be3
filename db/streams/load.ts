import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { unknownStream } from '@/domain/event-sourcing/stream'
import { readableShapes } from '../codecs/registry'
import type { Sql } from '../connection'
import { requireUuids } from '../ids'
import {
  advance,
  type EventRow,
  recordedEvent,
  type SnapshotRow,
  snapshotStream,
} from './event-rows'

type LoadedRow = EventRow & { readonly snapshot_of: string } & {
  readonly [K in keyof SnapshotRow as `snapshot_${K}`]: SnapshotRow[K] | null
}

/**
 * Folds the streams of `aggregateIds` to their end, each from its newest snapshot, in one
 * statement, so all are as of one moment. The event that a snapshot was taken after is read as its
 * witness.
 */
export async function loadStreams(
  sql: Sql,
  aggregateIds: readonly string[],
): Promise<Map<string, Stream>> {
  const ids = [...new Set(aggregateIds)]
  requireUuids('stream id', ids)
  // Plain SQL: runs for every command. Only a stream's first row carries the snapshot's state.
  const rows = await sql<LoadedRow[]>`
    with base as (
      select id, s.version, s.state, s.created_at, s.frontier_at
      from unnest(${ids}::uuid[]) as id
      left join lateral (
        select version, state, created_at, frontier_at from snapshots
        where aggregate_id = id and shape = any(${readableShapes()}::int[])
        order by version desc limit 1
      ) s on true
    )
    select base.id as snapshot_of, base.version as snapshot_version,
      case when e.event_version is null or e.event_version = base.version
        then base.state end as snapshot_state,
      base.created_at as snapshot_created_at, base.frontier_at as snapshot_frontier_at, e.*
    from base left join log e
      on e.aggregate_id = base.id and e.event_version >= coalesce(base.version, 0)
    order by base.id, e.event_version`
  const streams = new Map<string, Stream>()
  const distrusted = new Set<string>()
  for (const row of rows) {
    const id = row.snapshot_of
    if (distrusted.has(id)) continue
    const event = row.event_version === null ? undefined : recordedEvent(row)
    const stream = streams.get(id) ?? begin(row, event)
    if (stream === null) distrusted.add(id)
    else streams.set(id, event && event.version > stream.version ? advance(stream, event) : stream)
  }
  for (const id of distrusted) streams.set(id, await foldFromStart(sql, id))
  return streams
}

/**
 * Brings cached streams up to date with the events recorded since: the same as loading them, for
 * one index seek each. Unchanged streams are not in the result.
 */
export async function catchUp(sql: Sql, streams: readonly Stream[]): Promise<Map<string, Stream>> {
  // Plain SQL: Drizzle has no unnest().
  const rows = await sql<EventRow[]>`
    select e.* from unnest(
      ${streams.map(({ aggregateId }) => aggregateId)}::uuid[],
      ${streams.map(({ version }) => version)}::int[]) as t (id, version)
    join log e on e.aggregate_id = t.id and e.event_version > t.version
    order by e.aggregate_id, e.event_version`
  const known = new Map(streams.map(stream => [stream.aggregateId, stream]))
  const moved = new Map<string, Stream>()
  for (const event of rows.map(recordedEvent)) {
    const before = moved.get(event.aggregateId) ?? known.get(event.aggregateId)
    if (before) moved.set(event.aggregateId, advance(before, event))
  }
  return moved
}

function begin(row: LoadedRow, witness: RecordedEvent | undefined): Stream | null {
  const { snapshot_version: version, snapshot_state: state } = row
  const { snapshot_created_at: createdAt, snapshot_frontier_at: frontierAt } = row
  if (version === null || createdAt === null || frontierAt === null) {
    return unknownStream(row.snapshot_of)
  }
  const snapshot = { version, state, created_at: createdAt, frontier_at: frontierAt }
  return snapshotStream(row.snapshot_of, snapshot, witness)
}

/** Slower, for a stream whose snapshot can't be trusted. */
async function foldFromStart(sql: Sql, aggregateId: string): Promise<Stream> {
  let stream = unknownStream(aggregateId)
  // Plain SQL: Drizzle has no cursors.
  const pages = sql<EventRow[]>`
    select * from log where aggregate_id = ${aggregateId} order by event_version`.cursor(1000)
  for await (const rows of pages) {
    for (const row of rows) stream = advance(stream, recordedEvent(row))
  }
  return stream
}
