import { desc } from 'drizzle-orm'
import { epochs } from './backup-schema'
import type { Sql, Transaction } from './connection'
import { drizzleOn } from './query'

/** An epoch of the bank; see `epochs` in backup-schema.ts. */
export type Epoch = typeof epochs.$inferSelect

/** The epoch that the bank is in. */
export async function currentEpoch(sql: Sql | Transaction): Promise<Epoch> {
  const [epoch] = await drizzleOn(sql).select().from(epochs).orderBy(desc(epochs.number)).limit(1)
  if (!epoch) throw new Error('The database has no epoch')
  return epoch
}
