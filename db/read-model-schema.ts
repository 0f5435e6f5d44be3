import { sql } from 'drizzle-orm'
import {
  bigint,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ApprovalStatus } from '@/domain/approval/approval'
import type { AskedCommand } from '@/domain/approval/events'
import type { CaseStatus } from '@/domain/case-file/case-file'
import type { LedgerAccount } from '@/domain/money/ledger'
import { instant } from './schema'

/** The read models of the projections: subscribers write them, and a rebuild makes them anew. */

/** Inflow and outflow by currency and business day, of the zone that `day-zone.ts` tells. */
export const dailyFlows = pgTable(
  'daily_flows',
  {
    currency: text('currency').notNull(),
    day: date('day').notNull(),
    /** In minor units; a sum of many balances exceeds a bigint. */
    inflow: numeric('inflow', { mode: 'bigint' }).notNull(),
    outflow: numeric('outflow', { mode: 'bigint' }).notNull(),
    opened: integer('opened').notNull(),
    deposits: integer('deposits').notNull(),
    withdrawals: integer('withdrawals').notNull(),
    activeAccounts: integer('active_accounts').notNull(),
  },
  table => [
    primaryKey({ columns: [table.currency, table.day] }),
    index('daily_flows_by_day').on(table.day, table.currency),
  ],
)

/** Which accounts were active on which day; `daily_flows.active_accounts` counts them. */
export const dailyActivity = pgTable(
  'daily_activity',
  {
    currency: text('currency').notNull(),
    day: date('day').notNull(),
    aggregateId: uuid('aggregate_id').notNull(),
  },
  table => [primaryKey({ columns: [table.day, table.aggregateId, table.currency] })],
)

/**
 * The bank's money on both clocks, as a grid of days and minutes (UTC): the money of events that
 * happened in one span and were recorded in another. `grain` gives the spans;
 * `projections/flow-cells.ts` writes the grid, and `bank-at.ts` adds it up.
 */
export const flowCells = pgTable(
  'flow_cells',
  {
    occurredFrom: instant('occurred_from').notNull(),
    recordedFrom: instant('recorded_from').notNull(),
    /** The number of accounts opened. */
    opened: integer('opened').notNull(),
    grain: smallint('grain').notNull(),
    currency: text('currency').notNull(),
    /** In minor units: deposits and opening balances minus withdrawals. */
    net: numeric('net', { mode: 'bigint' }).notNull(),
  },
  table => [
    primaryKey({
      columns: [table.grain, table.occurredFrom, table.recordedFrom, table.currency],
    }),
    index('flow_cells_by_recording')
      .on(table.recordedFrom, table.occurredFrom)
      .where(sql`${table.grain} = 1`),
  ],
)

/**
 * The counter-sides of the bank's money, by ledger account, in the grid of `flow_cells`;
 * `projections/ledger.ts` writes it, and `trial-balance.ts` adds it up.
 */
export const ledgerCells = pgTable(
  'ledger_cells',
  {
    occurredFrom: instant('occurred_from').notNull(),
    recordedFrom: instant('recorded_from').notNull(),
    grain: smallint('grain').notNull(),
    currency: text('currency').notNull(),
    ledger: text('ledger').$type<LedgerAccount>().notNull(),
    /** In minor units: what came in over the ledger account minus what went out. */
    net: numeric('net', { mode: 'bigint' }).notNull(),
  },
  table => [
    primaryKey({
      name: 'ledger_cells_pk',
      columns: [table.grain, table.occurredFrom, table.recordedFrom, table.currency, table.ledger],
    }),
    index('ledger_cells_by_recording')
      .on(table.recordedFrom, table.occurredFrom)
      .where(sql`${table.grain} = 1`),
  ],
)

/** The number of events in each hour (UTC) of the business clock. */
export const busyHours = pgTable(
  'busy_hours',
  {
    hour: instant('hour').notNull(),
    events: integer('events').notNull(),
    currency: text('currency').notNull(),
  },
  table => [primaryKey({ columns: [table.currency, table.hour] })],
)

/** The ten largest movements of each business day and currency. */
export const largestMovements = pgTable(
  'largest_movements',
  {
    aggregateId: uuid('aggregate_id').notNull(),
    eventVersion: integer('event_version').notNull(),
    day: date('day').notNull(),
    /** In minor units, always positive. */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    currency: text('currency').notNull(),
    eventType: text('event_type').notNull(),
  },
  table => [
    primaryKey({ columns: [table.currency, table.day, table.aggregateId, table.eventVersion] }),
  ],
)

/** For each account, the number of digits of its balance and its last active day. */
export const accountStandings = pgTable(
  'account_standings',
  {
    aggregateId: uuid('aggregate_id').primaryKey(),
    lastDay: date('last_day').notNull(),
    /** See `sizeOf` in `projections/account-standings.ts`. */
    size: smallint('size').notNull(),
    currency: text('currency').notNull(),
  },
  table => [
    index('account_standings_by_size').on(table.currency, table.size, table.aggregateId),
    index('account_standings_by_day').on(table.lastDay, table.aggregateId),
  ],
)

/** The number of accounts with a balance of each size, and the sum of their balances. */
export const balanceSizes = pgTable(
  'balance_sizes',
  {
    accounts: integer('accounts').notNull(),
    size: smallint('size').notNull(),
    currency: text('currency').notNull(),
    /** In minor units. */
    total: numeric('total', { mode: 'bigint' }).notNull(),
  },
  table => [primaryKey({ columns: [table.currency, table.size] })],
)

/** What was asked of a second member of the staff: a row for each request, as its stream leaves it. */
export const approvals = pgTable(
  'approvals',
  {
    aggregateId: uuid('aggregate_id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    askedAt: instant('asked_at').notNull(),
    /** When its last event was recorded. */
    changedAt: instant('changed_at').notNull(),
    version: integer('version').notNull(),
    status: text('status').$type<ApprovalStatus>().notNull(),
    kind: text('kind').$type<AskedCommand['type']>().notNull(),
    /** A decimal text in `currency`. */
    amount: text('amount').notNull(),
    currency: text('currency').notNull(),
    askedBy: text('asked_by').notNull(),
    askedByName: text('asked_by_name').notNull(),
    decidedByName: text('decided_by_name'),
  },
  table => [
    index('approvals_open')
      .on(table.status, table.askedAt, table.aggregateId)
      .where(sql`${table.status} in ('requested', 'approved')`),
    index('approvals_by_change').on(table.changedAt, table.aggregateId),
  ],
)

/** Case files with their newest text, and the words by which it is found. */
export const caseFiles = pgTable(
  'case_files',
  {
    aggregateId: uuid('aggregate_id').primaryKey(),
    /** What it is about: one of these. */
    accountId: uuid('account_id'),
    personId: text('person_id'),
    /** Of its stream. */
    version: integer('version').notNull(),
    textVersion: integer('text_version').notNull(),
    status: text('status').$type<CaseStatus>().notNull(),
    title: text('title').notNull(),
    text: text('text').notNull(),
    /** The words of both, as `searchWords` has them. */
    words: text('words').notNull(),
    assigneeId: text('assignee_id'),
    assigneeName: text('assignee_name'),
    /** A date, such as `2026-12-31`. */
    due: text('due'),
    openedAt: instant('opened_at').notNull(),
    /** When its last event was recorded. */
    changedAt: instant('changed_at').notNull(),
  },
  table => [
    index('case_files_words').using('gin', sql`to_tsvector('simple', ${table.words})`),
    index('case_files_open').on(table.openedAt).where(sql`${table.status} = 'open'`),
    index('case_files_by_change').on(table.changedAt, table.aggregateId),
    index('case_files_of_account').on(table.accountId).where(sql`${table.accountId} is not null`),
    index('case_files_of_person').on(table.personId).where(sql`${table.personId} is not null`),
  ],
)
