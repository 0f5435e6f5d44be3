import { gt } from 'drizzle-orm'
import type { Sql } from '../connection'
import { drizzleOn } from '../query'
import { feed as places } from '../schema'
import { feedHead } from './read-feed'
import type { Feed } from './runner'

/** A new position in the feed: a stream, and its newest version. */
export type Moved = {
  readonly position: number
  readonly aggregateId: string
  readonly version: number
}

const PAGE = 1000

/**
 * Follows the feed from its current end, without a checkpoint: for live readers, such as open
 * pages. `hear` gets the keys of new events in order.
 * @returns a function that stops it
 */
export function followFeed(
  sql: Sql,
  feed: Feed,
  hear: (moved: readonly Moved[]) => void,
  onError: (error: unknown) => void,
): () => void {
  let position: number | null = null
  let reading = false
  let again = false

  const read = async () => {
    again = true
    if (reading) return
    reading = true
    try {
      while (again) {
        again = false
        position ??= await feedHead(sql)
        const moved = await readKeys(sql, position)
        position = moved.at(-1)?.position ?? position
        again ||= moved.length === PAGE
        if (moved.length > 0) hear(moved)
      }
    } catch (error) {
      onError(error) // the next ring or poll continues from the same position
    } finally {
      reading = false
    }
  }
  void read()
  return feed.onFeed(() => void read())
}

async function readKeys(sql: Sql, position: number): Promise<Moved[]> {
  return drizzleOn(sql)
    .select({
      position: places.position,
      aggregateId: places.aggregateId,
      version: places.eventVersion,
    })
    .from(places)
    .where(gt(places.position, position))
    .orderBy(places.position)
    .limit(PAGE)
}
