import { and, asc, desc, eq, isNotNull, lte, or } from 'drizzle-orm'
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

/** The orders that pay from or to an account, the newest first. */
export async function listOrdersOf(
  db: Db,
  accountId: string,
  limit: number,
): Promise<PaymentOrderRow[]> {
  return db
    .select()
    .from(paymentOrders)
    .where(or(eq(paymentOrders.accountId, accountId), eq(paymentOrders.toAccountId, accountId)))
    .orderBy(desc(paymentOrders.madeAt), desc(paymentOrders.aggregateId))
    .limit(limit)
}
