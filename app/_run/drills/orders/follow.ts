import type { Sql } from '@/db/connection'
import { sequence } from '@/db/feed/sequencer'
import { advanceSubscription } from '@/db/feed/subscription'
import { SUBSCRIBERS } from '@/db/projections/subscribers'

/** Brings read models up to date with the log, as the feed of a web process does. */
export async function follow(sql: Sql, subscribers = SUBSCRIBERS): Promise<void> {
  while (await sequence(sql));
  for (const subscriber of subscribers) while (await advanceSubscription(sql, subscriber));
}
