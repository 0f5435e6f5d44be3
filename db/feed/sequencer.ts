import { eq } from 'drizzle-orm'
import type { Sql } from '../connection'
import { drizzleOn } from '../query'
import { outbox, sequencer } from '../schema'
import { FEED_CHANNEL } from './channels'

/** The maximum number of events that get positions in one transaction. */
const BATCH_MAX = 2000

/**
 * Gives positions to committed events: moves their keys from the outbox to the feed, numbered, in
 * one transaction. Any number of processes may try: a row lock lets one work, the others return at
 * once, and PostgreSQL releases it if its holder dies.
 *
 * No number is drawn while writing, so none becomes visible out of order or is lost with a failed
 * transaction. A database snapshot shows a stream's new events without gaps, and keys are taken in
 * (aggregate_id, event_version) order, so the feed keeps the order of every stream.
 *
 * @returns how many events got a position; null while another process holds the lock
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
      // Plain SQL: Drizzle has no unnest(), and can't call a function alone.
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
