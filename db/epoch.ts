import { desc, sql } from 'drizzle-orm'
import { epochs } from './backup-schema'
import type { Sql, Transaction } from './connection'
import { drizzleOn } from './query'

/** An epoch of the bank; see `epochs` in backup-schema.ts. */
export type Epoch = typeof epochs.$inferSelect

/** The id of the epoch that the bank is in, inside another statement: one round trip less. */
export const CURRENT_EPOCH = sql<string>`(select id from epochs order by number desc limit 1)`

/** The epoch that the bank is in. */
export async function currentEpoch(client: Sql | Transaction): Promise<Epoch> {
  const [epoch] = await drizzleOn(client)
    .select()
    .from(epochs)
    .orderBy(desc(epochs.number))
    .limit(1)
  if (!epoch) throw new Error('The database has no epoch')
  return epoch
}
