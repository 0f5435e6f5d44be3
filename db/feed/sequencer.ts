import type { Sql } from '../connection'
import { FEED_CHANNEL } from './channels'

/** How many events get their positions in one transaction at most. */
const BATCH_MAX = 2000

/**
 * Gives positions to events that are committed: takes their keys out of the outbox and numbers them
 * into the feed, in one transaction. Any number of processes may try; the row lock lets one work
 * and sends the others home at once, and PostgreSQL frees it when its holder dies.
 *
 * Nobody draws a number while writing, so no number becomes visible out of order or is lost with a
 * transaction that fails. What a snapshot shows of a stream's new events is a run without holes,
 * and keys are taken in (aggregate_id, event_version) order, so the feed keeps every stream's order.
 *
 * @returns how many events were given a position; null when another process is at it
 */
export async function sequence(sql: Sql): Promise<number | null> {
  return sql.begin(async tx => {
    const [head] = await tx<{ position: string }[]>`
      select position from sequencer where name = 'feed' for update skip locked`
    if (!head) return null
    const keys = await tx<{ aggregate_id: string; event_version: number }[]>`
      select aggregate_id, event_version from outbox
      order by aggregate_id, event_version limit ${BATCH_MAX}`
    if (keys.length === 0) return 0
    const ids = keys.map(key => key.aggregate_id)
    const versions = keys.map(key => key.event_version)
    await Promise.all([
      tx`delete from outbox using unnest(${ids}::uuid[], ${versions}::int[]) as t (id, version)
        where aggregate_id = t.id and event_version = t.version`,
      tx`insert into feed (position, aggregate_id, event_version)
        select ${head.position}::bigint + place, id, version
        from unnest(${ids}::uuid[], ${versions}::int[]) with ordinality as t (id, version, place)`,
      tx`update sequencer set position = ${head.position}::bigint + ${keys.length}::int
        where name = 'feed'`,
      tx`select pg_notify(${FEED_CHANNEL}, '')`,
    ])
    return keys.length
  })
}
