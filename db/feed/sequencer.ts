import { eq } from 'drizzle-orm'
import type { Sql, Transaction } from '../connection'
import { drizzleOn } from '../query'
import { outbox, sequencer } from '../schema'
import { FEED_CHANNEL } from './channels'

/** The maximum number of events that get positions in one transaction. */
export const SEQUENCER_BATCH_MAX = 2000

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
      .limit(SEQUENCER_BATCH_MAX)
    await placeKeys(tx, head.position, keys)
    return keys.length
  })
}

/**
 * Moves keys from the outbox to the feed, after a position. The transaction has the sequencer's row.
 * @returns the position of the last one
 */
export async function placeKeys(
  tx: Transaction,
  after: number,
  keys: readonly Pick<typeof outbox.$inferSelect, 'aggregateId' | 'eventVersion'>[],
): Promise<number> {
  if (keys.length === 0) return after
  const ids = keys.map(key => key.aggregateId)
  const versions = keys.map(key => key.eventVersion)
  const last = after + keys.length
  await Promise.all([
    // Plain SQL: Drizzle has no unnest(), and can't call a function alone.
    tx`delete from outbox using unnest(${ids}::uuid[], ${versions}::int[]) as t (id, version)
      where aggregate_id = t.id and event_version = t.version`,
    tx`insert into feed (position, aggregate_id, event_version)
      select ${after}::bigint + place, id, version
      from unnest(${ids}::uuid[], ${versions}::int[]) with ordinality as t (id, version, place)`,
    drizzleOn(tx).update(sequencer).set({ position: last }).where(eq(sequencer.name, 'feed')),
    tx`select pg_notify(${FEED_CHANNEL}, '')`,
  ])
  return last
}
