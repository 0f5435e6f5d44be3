import type { Stream } from '@/domain/ports'
import { advance, emptyStream } from '@/domain/stream'
import type { Sql } from './connection'
import { type EventRow, recordedEvent, type SnapshotRow, snapshotStream } from './event-rows'
import { SNAPSHOT_SHAPE } from './stored-states'

type LoadedRow = EventRow & {
  readonly snapshot_of: string
  readonly snapshot_version: number | null
  readonly snapshot_state: unknown
  readonly snapshot_created_at: Date | null
  readonly snapshot_frontier_at: Date | null
}

/**
 * Folds the streams of `aggregateIds` to their end, each from its newest snapshot, in one query:
 * one statement sees one moment of the database.
 */
export async function loadStreams(
  sql: Sql,
  aggregateIds: readonly string[],
): Promise<Map<string, Stream>> {
  const ids = [...new Set(aggregateIds)]
  // The state travels only with the first event after it, not with each.
  const rows = await sql<LoadedRow[]>`
    with base as (
      select id, s.version, s.state, s.created_at, s.frontier_at
      from unnest(${ids}::uuid[]) as id
      left join lateral (
        select version, state, created_at, frontier_at from snapshots
        where aggregate_id = id and shape = ${SNAPSHOT_SHAPE}
        order by version desc limit 1
      ) s on true
    )
    select base.id as snapshot_of, base.version as snapshot_version,
      case when e.event_version is null or e.event_version = coalesce(base.version, 0) + 1
        then base.state end as snapshot_state,
      base.created_at as snapshot_created_at, base.frontier_at as snapshot_frontier_at, e.*
    from base left join events e
      on e.aggregate_id = base.id and e.event_version > coalesce(base.version, 0)
    order by base.id, e.event_version`
  const streams = new Map<string, Stream>()
  const unreadable = new Set<string>()
  for (const row of rows) {
    const id = row.snapshot_of
    const stream = streams.get(id) ?? snapshotStream(id, snapshotOf(row))
    if (stream === null) unreadable.add(id)
    else streams.set(id, row.event_version === null ? stream : advance(stream, recordedEvent(row)))
  }
  for (const id of unreadable) streams.set(id, await foldFromStart(sql, id))
  return streams
}

function snapshotOf(row: LoadedRow): SnapshotRow | undefined {
  const { snapshot_version: version, snapshot_state: state } = row
  const { snapshot_created_at: createdAt, snapshot_frontier_at: frontierAt } = row
  if (version === null || createdAt === null || frontierAt === null) return undefined
  return { version, state, created_at: createdAt, frontier_at: frontierAt }
}

/** The slow and sure way, for a stream whose snapshot can't be read. */
async function foldFromStart(sql: Sql, aggregateId: string): Promise<Stream> {
  let stream = emptyStream(aggregateId)
  const pages = sql<EventRow[]>`
    select * from events where aggregate_id = ${aggregateId} order by event_version`.cursor(1000)
  for await (const rows of pages) {
    for (const row of rows) stream = advance(stream, recordedEvent(row))
  }
  return stream
}
