import type { Sql } from '../connection'
import { feedHead } from '../feed/read-feed'

export type SubscriberState = {
  readonly name: string
  readonly position: number
  /** Events that it has not come to. */
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

/** So many events without a position are looked at. */
const WAITING_MAX = 1_000

/** How far the sequencer and the subscribers are, in a few seeks by key. */
export async function readFeedState(sql: Sql, names: readonly string[]): Promise<FeedState> {
  const [head, [outbox], rows] = await Promise.all([
    feedHead(sql),
    // Plain SQL: Drizzle has no intervals, and no unnest().
    sql<{ waiting: number; seconds: number | null }[]>`
      select count(*)::int as waiting,
        extract(epoch from now() - min(e.created_at))::float8 as seconds
      from (select * from outbox limit ${WAITING_MAX}) o
      join events e on e.aggregate_id = o.aggregate_id and e.event_version = o.event_version`,
    sql<{ name: string; position: string | null; seconds: number | null; parked: number }[]>`
      select n.name, s.position,
        extract(epoch from now() - e.created_at)::float8 as seconds,
        (select count(*)::int from parked_events p where p.subscription = n.name) as parked
      from unnest(${[...names]}::text[]) as n (name)
      left join subscriptions s on s.name = n.name
      left join feed f on f.position = coalesce(s.position, 0) + 1
      left join log e on e.aggregate_id = f.aggregate_id and e.event_version = f.event_version`,
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
