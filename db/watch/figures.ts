import { readBackupState } from '../backup/state'
import type { Sql } from '../connection'

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

/** The outbox is in no order of time: its oldest event is sought among this many. */
const SAMPLED_MAX = 1_000

/**
 * The figures of the whole database: its size, and how far the feed is behind. Every part is a look
 * into an index or a bounded count.
 */
export async function readFigures(sql: Sql): Promise<DatabaseFigures> {
  // Plain SQL: functions and bounded counts, which Drizzle would write as fragments.
  const [backup, [sizes], [outbox], rows] = await Promise.all([
    readBackupState(sql),
    sql<{ bytes: string }[]>`select pg_database_size(current_database()) as bytes`,
    sql<{ events: number; seconds: number }[]>`
      select (select count(*)::int from (select 1 from outbox limit ${COUNTED_MAX}) counted) as events,
        coalesce(extract(epoch from now() - (
          select min(e.created_at) from (
            select aggregate_id, event_version from outbox limit ${SAMPLED_MAX}) o
          join events e on e.aggregate_id = o.aggregate_id and e.event_version = o.event_version
        )), 0)::float8 as seconds`,
    sql<{ name: string; behind: string; seconds: number; parked: number }[]>`
      select s.name, q.position - s.position as behind, coalesce(parked.count, 0)::int as parked,
        coalesce(extract(epoch from now() - oldest.created_at), 0)::float8 as seconds
      from subscriptions s
      cross join (select position from sequencer where name = 'feed') q
      left join (select subscription, count(*) from parked_events group by subscription) parked
        on parked.subscription = s.name
      left join lateral (
        select e.created_at from (
          select aggregate_id, event_version from feed
          where position > s.position order by position limit 1) f
        join log e on e.aggregate_id = f.aggregate_id and e.event_version = f.event_version
      ) oldest on true
      order by s.name`,
  ])
  const outboxEvents = outbox?.events ?? 0
  return {
    sizeBytes: Number(sizes?.bytes ?? 0),
    outboxEvents,
    backupAgeSeconds: backup.ageSeconds,
    subscribers: [
      {
        name: SEQUENCER,
        lagEvents: outboxEvents,
        lagSeconds: late(outbox?.seconds),
        parkedEvents: 0,
      },
      ...rows.map(({ name, behind, seconds, parked }) => ({
        name,
        lagEvents: Math.max(0, Number(behind)),
        lagSeconds: late(seconds),
        parkedEvents: parked,
      })),
    ],
  }
}

/** Recording clocks can be a little ahead of the database's. */
function late(seconds = 0): number {
  return Math.max(0, seconds)
}
