import { and, asc, desc, eq, isNotNull, lte } from 'drizzle-orm'
import type { Db } from '../query'
import { paymentOrders } from '../read-model-schema'

export type PaymentOrderRow = Readonly<typeof paymentOrders.$inferSelect>

/** The orders that have something to do at a moment, those that wait longest first. */
export async function findDueOrders(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: paymentOrders.aggregateId })
    .from(paymentOrders)
    .where(and(isNotNull(paymentOrders.dueAt), lte(paymentOrders.dueAt, now)))
    .orderBy(asc(paymentOrders.dueAt), asc(paymentOrders.aggregateId))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** The orders that pay from an account, the newest first. */
export async function listOrdersFrom(db: Db, accountId: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: paymentOrders.aggregateId })
    .from(paymentOrders)
    .where(eq(paymentOrders.accountId, accountId))
    .orderBy(desc(paymentOrders.madeAt), desc(paymentOrders.aggregateId))
    .limit(limit)
  return rows.map(({ id }) => id)
}
