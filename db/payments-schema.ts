import { sql } from 'drizzle-orm'
import {
  bigint,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { BatchStatus } from '@/domain/payment-batch/payment-batch'
import type { OrderStatus } from '@/domain/payment-order/payment-order'
import type { Schedule } from '@/domain/payment-order/schedule'
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
    index('payment_batches_submitted')
      .on(table.madeAt, table.aggregateId)
      .where(sql`${table.status} = 'submitted'`),
  ],
)

/** What payment orders will pay: a row for each, as its stream leaves it. */
export const paymentPlans = pgTable(
  'payment_plans',
  {
    aggregateId: uuid('aggregate_id').primaryKey(),
    /** The day of the next payment; null when none follows without a person. */
    nextOn: date('next_on'),
    version: integer('version').notNull(),
    /** The index of the next date in the schedule. */
    next: integer('next').notNull(),
    /** Of each payment, in minor units; null when it depends on balances. */
    amount: bigint('amount', { mode: 'bigint' }),
    currency: text('currency').notNull(),
    schedule: jsonb('schedule').$type<Schedule>().notNull(),
  },
  table => [
    index('payment_plans_next')
      .on(table.currency, table.nextOn)
      .where(sql`${table.nextOn} is not null`),
  ],
)

/** The payments of orders that were made, and those that accounts refused, by hour (UTC). */
export const paymentOutcomes = pgTable(
  'payment_outcomes',
  {
    hour: instant('hour').notNull(),
    payments: integer('payments').notNull(),
    currency: text('currency').notNull(),
    /** See `outcomeOf` in `domain/payment-order/outcome.ts`. */
    outcome: text('outcome').notNull(),
    /** In minor units. */
    amount: numeric('amount', { mode: 'bigint' }).notNull(),
  },
  table => [primaryKey({ columns: [table.currency, table.hour, table.outcome] })],
)
