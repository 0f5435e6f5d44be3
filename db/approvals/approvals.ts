import { and, asc, desc, eq, inArray, lte, ne, notInArray, sql } from 'drizzle-orm'
import { type Db, isAfter } from '../query'
import { approvals } from '../read-model-schema'

export type ApprovalRow = Readonly<typeof approvals.$inferSelect>

/** As the index of open requests has them. */
const isOpen = inArray(approvals.status, ['requested', 'approved'])

/** Where a page of requests ends: the moment by which they are in order, and the id of the last one. */
export type ApprovalCursor = { readonly at: Date; readonly id: string }

/** A part of a list: what follows a cursor, or its beginning. */
type Part = { readonly after: ApprovalCursor | null; readonly limit: number }

/** The requests that wait for a decision, or for what follows it: oldest first. */
export async function listOpen(db: Db, { after, limit }: Part): Promise<ApprovalRow[]> {
  const { askedAt, aggregateId } = approvals
  const rest = after
    ? isAfter('asc', [
        [askedAt, after.at],
        [aggregateId, after.id],
      ])
    : undefined
  return db
    .select()
    .from(approvals)
    .where(and(isOpen, rest))
    .orderBy(asc(askedAt), asc(aggregateId))
    .limit(limit)
}

/** The requests that are over, those of the last decision first. */
export async function listDecided(db: Db, { after, limit }: Part): Promise<ApprovalRow[]> {
  const { changedAt, aggregateId } = approvals
  const rest = after
    ? isAfter('desc', [
        [changedAt, after.at],
        [aggregateId, after.id],
      ])
    : undefined
  return db
    .select()
    .from(approvals)
    .where(and(notInArray(approvals.status, ['requested', 'approved']), rest))
    .orderBy(desc(changedAt), desc(aggregateId))
    .limit(limit)
}

/** How many requests wait for somebody else than this person; counts up to `max`. */
export async function countWaiting(db: Db, personId: string, max: number): Promise<number> {
  const waiting = db
    .select({ one: sql`1` })
    .from(approvals)
    .where(and(eq(approvals.status, 'requested'), isOpen, ne(approvals.askedBy, personId)))
    .limit(max)
    .as('waiting')
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(waiting)
  return row?.count ?? 0
}

/** The requests that were approved before `by`, and whose command the account has not answered. */
export async function findApproved(db: Db, by: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: approvals.aggregateId })
    .from(approvals)
    .where(and(eq(approvals.status, 'approved'), isOpen, lte(approvals.changedAt, by)))
    .orderBy(asc(approvals.askedAt), asc(approvals.aggregateId))
    .limit(limit)
  return rows.map(({ id }) => id)
}
