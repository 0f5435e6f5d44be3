import { readBackupState } from '../backup/state'
import type { Sql } from '../connection'
import { readFeedState } from '../feed/feed-state'

/** What the metrics ask the database; the same for every process. */
export type DatabaseFigures = {
  readonly sizeBytes: number
  /** Events that have no position in the feed yet, at most `COUNTED_MAX`. */
  readonly outboxEvents: number
  readonly subscribers: readonly SubscriberFigures[]
  /** Since the last complete backup; null without one. */
  readonly backupAgeSeconds: number | null
}

export type SubscriberFigures = {
  readonly name: string
  /** Events that it has not handled yet, and the age of the oldest of them in seconds. */
  readonly lagEvents: number
  readonly lagSeconds: number
  readonly parkedEvents: number
}

/** The sequencer's own lag goes by this name: it gives the positions that subscribers read. */
export const SEQUENCER = 'sequencer'

/** Beyond this the exact number helps nobody, and counting would cost the more the worse it is. */
export const COUNTED_MAX = 100_000

/**
 * The figures of the whole database: its size, and how far the feed is behind. Every part is a look
 * into an index or a bounded count.
 */
export async function readFigures(sql: Sql): Promise<DatabaseFigures> {
  const [backup, [sizes], feed] = await Promise.all([
    readBackupState(sql),
    sql<{ bytes: string }[]>`select pg_database_size(current_database()) as bytes`,
    readFeedState(sql, null, COUNTED_MAX),
  ])
  const { waiting, waitingSeconds, subscribers } = feed
  return {
    sizeBytes: Number(sizes?.bytes ?? 0),
    outboxEvents: waiting,
    backupAgeSeconds: backup.ageSeconds,
    subscribers: [
      { name: SEQUENCER, lagEvents: waiting, lagSeconds: waitingSeconds, parkedEvents: 0 },
      ...subscribers.map(({ name, behind, lagSeconds, parked }) => ({
        ...{ name, lagEvents: Math.max(0, behind), lagSeconds, parkedEvents: parked },
      })),
    ],
  }
}
