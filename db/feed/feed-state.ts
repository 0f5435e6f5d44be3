import type { Sql } from '../connection'
import { feedHead } from './read-feed'

type SubscriberState = {
  readonly name: string
  readonly position: number
  /** Events that it has not come to; below 0 for a checkpoint beyond the feed. */
  readonly behind: number
  /** The age of the first of them, in seconds; 0 without any. */
  readonly lagSeconds: number
  readonly parked: number
}

export type FeedState = {
  /** The last position given. */
  readonly head: number
  /** Events without a position, counted up to a bound; and the age of the oldest, in seconds. */
  readonly waiting: number
  readonly waitingSeconds: number
  readonly subscribers: readonly SubscriberState[]
}

/** The outbox is in no order of time: its oldest event is sought among this many. */
const SAMPLED_MAX = 1_000

/**
 * How far the sequencer and the subscribers are, in a few seeks by key.
 * @param names of the subscribers, also of those that never ran; null: all that ever did
 * @param waitingMax so many events without a position are counted
 */
export async function readFeedState(
  sql: Sql,
  names: readonly string[] | null,
  waitingMax = SAMPLED_MAX,
): Promise<FeedState> {
  // Plain SQL: Drizzle has no intervals, and no unnest().
  const asked = names
    ? sql`unnest(${[...names]}::text[]) as n (name)`
    : sql`(select name from subscriptions) as n`
  const [head, [outbox], rows] = await Promise.all([
    feedHead(sql),
    sql<{ waiting: number; seconds: number | null }[]>`
      select (select count(*)::int from (select from outbox limit ${waitingMax}) counted) as waiting,
        extract(epoch from now() - (
          select min(e.created_at)
          from (select * from outbox limit ${SAMPLED_MAX}) o
          join events e on e.aggregate_id = o.aggregate_id and e.event_version = o.event_version
        ))::float8 as seconds`,
    sql<{ name: string; position: string | null; seconds: number | null; parked: number }[]>`
      select n.name, s.position,
        extract(epoch from now() - e.created_at)::float8 as seconds,
        (select count(*)::int from parked_events p where p.subscription = n.name) as parked
      from ${asked}
      left join subscriptions s on s.name = n.name
      left join feed f on f.position = coalesce(s.position, 0) + 1
      left join log e on e.aggregate_id = f.aggregate_id and e.event_version = f.event_version
      order by n.name`,
  ])
  return {
    head,
    waiting: outbox?.waiting ?? 0,
    waitingSeconds: age(outbox?.seconds),
    subscribers: rows.map(({ name, position, seconds, parked }) => ({
      ...{ name, parked, position: Number(position ?? 0) },
      behind: head - Number(position ?? 0),
      lagSeconds: age(seconds),
    })),
  }
}

/** A clock that was ahead may have recorded what is still to come. */
function age(seconds: number | null | undefined): number {
  return Math.max(0, seconds ?? 0)
}
