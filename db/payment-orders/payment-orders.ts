import { and, asc, desc, eq, inArray, isNotNull, lte, ne, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { Actor } from '@/domain/event-sourcing/ports'
import type { OrderStatus } from '@/domain/payment-order/payment-order'
import { readableBy } from '../accounts/accounts'
import { paymentBatches, paymentOrders } from '../payments-schema'
import { anyOf, type Db, isAfter } from '../query'
import { accounts, events } from '../schema'

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

/** Who made each of these orders: the actors of their first events. */
export async function findMakers(db: Db, ids: readonly string[]): Promise<Map<string, Actor>> {
  // Plain SQL: Drizzle reads no single field of JSON as an object.
  const rows = await db.$client<{ id: string; actor: Actor }[]>`
    select aggregate_id as id, metadata -> 'actor' as actor from events
    where aggregate_id = any(${[...ids]}::uuid[]) and event_version = 1`
  return new Map(rows.map(({ id, actor }) => [id, actor]))
}

export type OrdersQuery = {
  /** Only from accounts that this customer may read. */
  readonly customerId?: string | undefined
  /** Only from these accounts. */
  readonly accountIds?: readonly string[] | undefined
  /** Only to this account. */
  readonly toAccountId?: string | undefined
  readonly statuses?: readonly OrderStatus[] | undefined
  readonly after?: OrderCursor | null | undefined
  readonly limit: number
}

/** The last order of a page. */
export type OrderCursor = { readonly madeAt: Date; readonly id: string }

/** A page of orders, the newest first. */
export async function listOrders(
  db: Db,
  { customerId, accountIds, toAccountId, statuses, after, limit }: OrdersQuery,
): Promise<OrderCursor[]> {
  const { aggregateId, accountId, madeAt, status } = paymentOrders
  return db
    .select({ id: aggregateId, madeAt })
    .from(paymentOrders)
    .innerJoin(accounts, eq(accounts.aggregateId, accountId))
    .where(
      and(
        readableBy(customerId),
        accountIds && anyOf(accountId, accountIds),
        toAccountId === undefined ? undefined : eq(paymentOrders.toAccountId, toAccountId),
        statuses && inArray(status, [...statuses]),
        after
          ? isAfter('desc', [
              [madeAt, after.madeAt],
              [aggregateId, after.id],
            ])
          : undefined,
      ),
    )
    .orderBy(desc(madeAt), desc(aggregateId))
    .limit(limit)
}

/** The running orders from accounts that a customer may read, the first to pay first. */
export async function listComing(db: Db, customerId: string, limit: number): Promise<string[]> {
  const { aggregateId, accountId, dueAt, status } = paymentOrders
  const rows = await db
    .select({ id: aggregateId })
    .from(paymentOrders)
    .innerJoin(accounts, eq(accounts.aggregateId, accountId))
    .where(and(readableBy(customerId), eq(status, 'scheduled'), isNotNull(dueAt)))
    .orderBy(asc(dueAt), asc(aggregateId))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** How many orders and batches wait for somebody else than this person; of each up to `max`. */
export async function countSubmitted(db: Db, personId: string, max: number): Promise<number> {
  const madeBy = sql`(${events.metadata} -> 'actor' ->> 'id')`
  const waitingIn = (table: typeof paymentOrders | typeof paymentBatches) =>
    db
      .select({ one: sql`1`.as('one') })
      .from(table)
      .innerJoin(events, and(eq(events.aggregateId, table.aggregateId), eq(events.eventVersion, 1)))
      .where(and(eq(table.status, 'submitted'), ne(madeBy, personId)))
      .limit(max)
  const waiting = unionAll(waitingIn(paymentOrders), waitingIn(paymentBatches)).as('waiting')
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(waiting)
  return row?.count ?? 0
}
