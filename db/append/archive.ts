import { currentShapes } from '../codecs/registry'
import type { Sql } from '../connection'
import type { RowOf } from '../query'
import type { snapshots } from '../schema'
import type { EventRow } from '../streams/event-rows'

/** How many streams are looked at in one transaction. */
const STREAMS_PER_PAGE = 100

const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Moves events that were recorded before `before` into the archive: those below the newest snapshot
 * of their stream whose own event is there, and never the first, so that `events` alone still guards every append. Reads see
 * through (the view `log`); each page of streams moves in one transaction. The connection must act
 * as `ARCHIVIST_LOGIN`: nobody else may take a row out of `events`, and a trigger lets go of those
 * only that the archive holds, the same in every column.
 * @returns how many events were moved
 */
export async function archiveEvents(sql: Sql, before: Date): Promise<number> {
  let moved = 0
  for (let after = FIRST; ; ) {
    // Plain SQL: Drizzle can't say unnest(), nor `returning` behind such an insert.
    const rows = await sql<Pick<RowOf<typeof snapshots>, 'aggregate_id' | 'version'>[]>`
      select aggregate_id, max(version) as version from snapshots s
      where aggregate_id > ${after} and shape = any(${currentShapes()}::int[]) and exists (
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
