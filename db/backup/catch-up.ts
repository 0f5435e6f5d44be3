import type { Sql } from '../connection'
import { type FeedRow, feedEvent } from '../feed/read-feed'
import { advanceSubscription, resetCheckpoint, type Subscriber } from '../feed/subscription'

/** How many events are handled together. */
const BATCH = 500

/**
 * Brings a subscriber of a restored bank to the head of the feed, in one transaction and one scan
 * of the log: events of other types are not read. Where one of its events can't be handled, it
 * follows as it always does, and parks that one.
 */
export async function catchUp(sql: Sql, subscriber: Subscriber, head: number): Promise<void> {
  await handleOwn(sql, subscriber, head).catch(() => {}) // the next line tells what is wrong
  while (await advanceSubscription(sql, subscriber));
}

async function handleOwn(sql: Sql, { name, aggregateTypes, handle }: Subscriber, head: number) {
  await sql.begin(async tx => {
    // Plain SQL: Drizzle has no cursors.
    const rows = sql<FeedRow[]>`
      select f.position, e.* from feed f
      join log e on e.aggregate_id = f.aggregate_id and e.event_version = f.event_version
      where e.aggregate_type = any(${[...aggregateTypes]}::text[])
        and f.position > coalesce((select position from subscriptions where name = ${name}), 0)
      order by f.position`
    for await (const page of rows.cursor(BATCH)) await handle(page.map(feedEvent), tx)
    await resetCheckpoint(tx, name, head)
  })
}
