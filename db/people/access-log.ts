import { sql } from 'drizzle-orm'
import { accessLog } from '../access-schema'
import type { Db } from '../query'

export type AccessRow = typeof accessLog.$inferInsert

/** Adds rows to the access log, all in one statement. */
export async function insertAccess(db: Db, rows: readonly AccessRow[]): Promise<void> {
  if (rows.length > 0) await db.insert(accessLog).values([...rows])
}

/**
 * Removes the oldest rows from before a moment, at most `most` of them. The database refuses a moment
 * of the last thirty days: the web process can't clear its traces.
 * @returns how many it removed
 */
export async function pruneAccess(db: Db, before: Date, most: number): Promise<number> {
  const [row] = await db.execute<{ removed: number }>(
    sql`select prune_access_log(${before.toISOString()}::timestamptz, ${most}::int) as removed`,
  )
  return row?.removed ?? 0
}
