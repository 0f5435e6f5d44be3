import { and, desc, eq, gte, lte, or, sql } from 'drizzle-orm'
import { accessLog } from '../access-schema'
import { anyOf, type Db, isAfter } from '../query'

export type AccessRow = typeof accessLog.$inferInsert
export type FoundAccess = Readonly<typeof accessLog.$inferSelect>

export type AccessCursor = { readonly at: Date; readonly id: string }

export type AccessFilter = {
  /** What one of these ids did, and what was done about it. */
  readonly ids?: readonly string[] | undefined
  readonly kind?: string | undefined
  readonly address?: string | undefined
  /** Both inclusive. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** A page of the access log, the newest first. */
export async function listAccess(
  db: Db,
  { ids, kind, address, from, to }: AccessFilter,
  { cursor, limit }: { readonly cursor?: AccessCursor | undefined; readonly limit: number },
): Promise<FoundAccess[]> {
  return db
    .select()
    .from(accessLog)
    .where(
      and(
        ids && or(anyOf(accessLog.actorId, ids), anyOf(accessLog.subject, ids)),
        kind === undefined ? undefined : eq(accessLog.kind, kind),
        address === undefined ? undefined : eq(accessLog.address, address),
        from && gte(accessLog.at, from),
        to && lte(accessLog.at, to),
        cursor &&
          isAfter('desc', [
            [accessLog.at, cursor.at],
            [accessLog.id, cursor.id],
          ]),
      ),
    )
    .orderBy(desc(accessLog.at), desc(accessLog.id))
    .limit(limit)
}

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

/** How many entries of a kind there are since a moment; counts up to `max`. */
export async function countAccess(db: Db, kind: string, since: Date, max: number): Promise<number> {
  const found = db
    .select({ one: sql`1` })
    .from(accessLog)
    .where(and(eq(accessLog.kind, kind), gte(accessLog.at, since)))
    .limit(max)
    .as('found')
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(found)
  return row?.count ?? 0
}
