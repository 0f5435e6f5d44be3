import { and, asc, desc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import { ENDED } from '@/domain/payment-order/statuses'
import { readableBy } from '../accounts/accounts'
import { paymentBatches, paymentOrders } from '../payments-schema'
import { anyOf, type Db } from '../query'
import { accounts } from '../schema'

export type PaymentBatchRow = Readonly<typeof paymentBatches.$inferSelect>

/** The batches that need the bank at a moment, those that wait longest first. */
export async function findDueBatches(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: paymentBatches.aggregateId })
    .from(paymentBatches)
    .where(and(isNotNull(paymentBatches.dueAt), lte(paymentBatches.dueAt, now)))
    .orderBy(asc(paymentBatches.dueAt), asc(paymentBatches.aggregateId))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export type BatchesQuery = {
  /** Only from accounts that this customer may read. */
  readonly customerId?: string | undefined
  /** Only from these accounts. */
  readonly accountIds?: readonly string[] | undefined
  readonly status?: PaymentBatchRow['status'] | undefined
  readonly limit: number
}

/** Batches, the newest first. */
export async function listBatches(
  db: Db,
  { customerId, accountIds, status, limit }: BatchesQuery,
): Promise<string[]> {
  const { aggregateId, accountId, madeAt } = paymentBatches
  const rows = await db
    .select({ id: aggregateId })
    .from(paymentBatches)
    .innerJoin(accounts, eq(accounts.aggregateId, accountId))
    .where(
      and(
        readableBy(customerId),
        accountIds && anyOf(accountId, accountIds),
        status && eq(paymentBatches.status, status),
      ),
    )
    .orderBy(desc(madeAt), desc(aggregateId))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** How far the orders of a batch are. */
export type OrdersSoFar = {
  /** Those that are over, paid or not. */
  readonly ended: number
  readonly paid: number
}

export async function countOrders(db: Db, orderIds: readonly string[]): Promise<OrdersSoFar> {
  const isOver = inArray(paymentOrders.status, [...ENDED])
  const [over] = await db
    .select({ ended: sql<number>`count(*) filter (where ${isOver})::int` })
    .from(paymentOrders)
    .where(anyOf(paymentOrders.aggregateId, orderIds))
  // Plain SQL: seeks in the log with its archive, which Drizzle would plan for each order anew.
  const [told] = await db.$client<{ paid: number }[]>`
    select count(distinct aggregate_id)::int as paid from log
    where aggregate_id = any(${[...orderIds]}::uuid[]) and event_type = 'PaymentExecuted'`
  return { ended: over?.ended ?? 0, paid: told?.paid ?? 0 }
}
