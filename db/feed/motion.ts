import type { Sql } from '../connection'

/** Where the sequencer and the subscribers are. */
export type FeedPlaces = {
  /** The last position given. */
  readonly head: number
  /** Whether events wait for a position. */
  readonly isWaiting: boolean
  /** The checkpoints of these subscribers, by name; one that has never run is at 0. */
  readonly checkpoints: ReadonlyMap<string, number>
}

export async function readFeedPlaces(sql: Sql, names: readonly string[]): Promise<FeedPlaces> {
  const rows = await sql<{ name: string; position: string; head: string; is_waiting: boolean }[]>`
    select wanted.name, coalesce(s.position, 0)::text as position, f.position::text as head,
      exists (select from outbox) as is_waiting
    from sequencer f
      cross join unnest(${[...names]}::text[]) as wanted (name)
      left join subscriptions s on s.name = wanted.name
    where f.name = 'feed'`
  return {
    head: Number(rows[0]?.head ?? 0),
    isWaiting: rows[0]?.is_waiting ?? false,
    checkpoints: new Map(rows.map(({ name, position }) => [name, Number(position)])),
  }
}

/** Something that should move on stays where it is; or its checkpoint is beyond the feed. */
export type Stall = {
  readonly who: string
  readonly position: number
  readonly forMs: number
  readonly isAhead: boolean
}

/** A place with work behind it, and since when it has been there. */
type Stay = { readonly position: number; readonly sinceMs: number }

const SEQUENCER = 'sequencer'

/**
 * Watches the feed by looking at it now and then: who has work and has not moved between two looks
 * that are this far apart stands still. A long queue alone is none: it moves.
 */
export function watchFeed(stallMs: number) {
  const stays = new Map<string, Stay>()

  function look(who: string, position: number, hasWork: boolean, nowMs: number): Stall[] {
    const before = stays.get(who)
    if (!hasWork) {
      stays.delete(who)
      return []
    }
    if (before?.position !== position) {
      stays.set(who, { position, sinceMs: nowMs })
      return []
    }
    const forMs = nowMs - before.sinceMs
    return forMs < stallMs ? [] : [{ who, position, forMs, isAhead: false }]
  }

  /** Who stands still, the sequencer first. */
  return ({ head, isWaiting, checkpoints }: FeedPlaces, nowMs: number): Stall[] => [
    ...look(SEQUENCER, head, isWaiting, nowMs),
    ...[...checkpoints].flatMap(([who, position]) =>
      position > head
        ? [{ who, position, forMs: 0, isAhead: true }]
        : look(who, position, position < head, nowMs),
    ),
  ]
}
