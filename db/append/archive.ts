import { readableShapes } from '../codecs/registry'
import type { Sql } from '../connection'
import type { RowOf } from '../query'
import type { snapshots } from '../schema'
import type { EventRow } from '../streams/event-rows'

/** How many streams are archived in one transaction. */
const STREAMS_PER_PAGE = 100

const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Moves events that were recorded before `before` into the archive: those below the newest snapshot
 * of their stream whose own event exists, and never the first event, so that `events` alone still
 * guards every append. Reads use the view `log`. Each page of streams moves in one transaction. The
 * connection must use `ARCHIVIST_LOGIN`: no other login may delete from `events`, and a trigger
 * allows it only for rows that the archive holds with the same values in every column.
 * @returns how many events were moved
 */
export async function archiveEvents(sql: Sql, before: Date): Promise<number> {
  let moved = 0
  for (let after = FIRST; ; ) {
    // Plain SQL: Drizzle has no unnest(), and no `returning` for such an insert.
    const rows = await sql<Pick<RowOf<typeof snapshots>, 'aggregate_id' | 'version'>[]>`
      select aggregate_id, max(version) as version from snapshots s
      where aggregate_id > ${after} and shape = any(${readableShapes()}::int[]) and exists (
        select from events e where e.aggregate_id = s.aggregate_id and e.event_version = s.version)
      group by aggregate_id order by aggregate_id limit ${STREAMS_PER_PAGE}`
    const ids = rows.map(row => row.aggregate_id)
    const versions = rows.map(row => row.version)
    moved += await sql.begin(async tx => {
      const copied = await tx<Pick<EventRow, 'aggregate_id' | 'event_version'>[]>`
        insert into events_archive
        select e.* from unnest(${ids}::uuid[], ${versions}::int[]) as t (id, version)
        join events e on e.aggregate_id = t.id
        where e.event_version > 1 and e.event_version < t.version and e.created_at < ${before}
        returning aggregate_id, event_version`
      const removed = await tx`
        delete from events using unnest(
          ${copied.map(row => row.aggregate_id)}::uuid[],
          ${copied.map(row => row.event_version)}::int[]) as t (id, version)
        where aggregate_id = t.id and event_version = t.version`
      if (removed.count !== copied.length) throw new Error('The archive holds more than has left')
      return copied.length
    })
    if (rows.length < STREAMS_PER_PAGE) return moved
    after = ids.at(-1) ?? after
  }
}
