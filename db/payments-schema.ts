import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { BatchStatus } from '@/domain/payment-batch/payment-batch'
import type { OrderStatus } from '@/domain/payment-order/payment-order'
import { instant } from './schema'

/** Payment orders, and when each has something to do next: the only timer of payments. */
export const paymentOrders = pgTable(
  'payment_orders',
  {
    aggregateId: uuid('aggregate_id').primaryKey(),
    /** The account that pays. */
    accountId: uuid('account_id').notNull(),
    toAccountId: uuid('to_account_id').notNull(),
    version: integer('version').notNull(),
    status: text('status').$type<OrderStatus>().notNull(),
    /** Null when nothing happens without a person. */
    dueAt: instant('due_at'),
    madeAt: instant('made_at').notNull(),
    /** When its last event was recorded. */
    changedAt: instant('changed_at').notNull(),
  },
  table => [
    index('payment_orders_due')
      .on(table.dueAt, table.aggregateId)
      .where(sql`${table.dueAt} is not null`),
    index('payment_orders_of').on(table.accountId, table.madeAt),
    index('payment_orders_to').on(table.toAccountId, table.madeAt),
    index('payment_orders_submitted')
      .on(table.madeAt, table.aggregateId)
      .where(sql`${table.status} = 'submitted'`),
  ],
)

/** Batches of payments, and when each needs the bank: the only timer of batches. */
export const paymentBatches = pgTable(
  'payment_batches',
  {
    aggregateId: uuid('aggregate_id').primaryKey(),
    /** The account that pays. */
    accountId: uuid('account_id').notNull(),
    version: integer('version').notNull(),
    status: text('status').$type<BatchStatus>().notNull(),
    /** Null when nothing happens without a person. */
    dueAt: instant('due_at'),
    madeAt: instant('made_at').notNull(),
    /** When its last event was recorded. */
    changedAt: instant('changed_at').notNull(),
  },
  table => [
    index('payment_batches_due')
      .on(table.dueAt, table.aggregateId)
      .where(sql`${table.dueAt} is not null`),
    index('payment_batches_of').on(table.accountId, table.madeAt),
  ],
)
