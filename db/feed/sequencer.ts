import { eq } from 'drizzle-orm'
import type { Sql } from '../connection'
import { drizzleOn } from '../query'
import { outbox, sequencer } from '../schema'
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
    const typed = drizzleOn(tx)
    const isFeed = eq(sequencer.name, 'feed')
    const [head] = await typed
      .select()
      .from(sequencer)
      .where(isFeed)
      .for('update', { skipLocked: true })
    if (!head) return null
    const keys = await typed
      .select()
      .from(outbox)
      .orderBy(outbox.aggregateId, outbox.eventVersion)
      .limit(BATCH_MAX)
    if (keys.length === 0) return 0
    const ids = keys.map(key => key.aggregateId)
    const versions = keys.map(key => key.eventVersion)
    await Promise.all([
      // Plain SQL: Drizzle can't say unnest(), nor a function alone.
      tx`delete from outbox using unnest(${ids}::uuid[], ${versions}::int[]) as t (id, version)
        where aggregate_id = t.id and event_version = t.version`,
      tx`insert into feed (position, aggregate_id, event_version)
        select ${head.position}::bigint + place, id, version
        from unnest(${ids}::uuid[], ${versions}::int[]) with ordinality as t (id, version, place)`,
      typed
        .update(sequencer)
        .set({ position: head.position + keys.length })
        .where(isFeed),
      tx`select pg_notify(${FEED_CHANNEL}, '')`,
    ])
    return keys.length
  })
}
