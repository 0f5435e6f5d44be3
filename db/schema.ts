import { sql } from 'drizzle-orm'
import {
  bigint,
  customType,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  pgView,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import type { AnyRefusal, Named } from '@/domain/event-sourcing/aggregate'
import type { Actor } from '@/domain/event-sourcing/ports'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** An instant in milliseconds, the precision of the domain. */
const instant = <Name extends string>(name: Name) =>
  timestamp(name, { withTimezone: true, precision: 3 })

/**
 * The log: every event in recording order, immutable (by a trigger and the rights of the web
 * process's login). The order of the columns wastes no padding.
 */
export const events = logTable('events')

/** Old events of streams that go on in `events`; the view `log` has both. */
export const eventsArchive = logTable('events_archive')

export const log = pgView('log', logColumns()).existing()

function logColumns() {
  return {
    aggregateId: uuid('aggregate_id').notNull(),
    eventId: uuid('event_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    createdAt: instant('created_at').notNull(),
    /** The latest occurred_at of the stream so far: makes two-clock reads cheap. */
    frontierAt: instant('frontier_at').notNull(),
    eventVersion: integer('event_version').notNull(),
    schemaVersion: smallint('schema_version').notNull(),
    aggregateType: text('aggregate_type').notNull(),
    eventType: text('event_type').notNull(),
    eventData: jsonb('event_data').notNull(),
    /** Who sent which command. */
    metadata: jsonb('metadata')
      .$type<{
        readonly actor: Actor
        readonly commandId?: string
        readonly correlationId?: string
      }>()
      .notNull(),
  }
}

function logTable(name: string) {
  return pgTable(name, logColumns(), table => {
    const key = [table.aggregateId, table.eventVersion] as const
    const actor = sql`(${table.metadata} -> 'actor' ->> 'id')`
    const correlation = sql`(${table.metadata} ->> 'correlationId')`
    return [
      primaryKey({ columns: [...key] }),
      index(`${name}_late`)
        .on(...key)
        .where(sql`${table.occurredAt} < ${table.frontierAt}`),
      // One index for each query on the whole log; see read-log.ts. They end with the clock: events
      // of one batch share an entry, and a page sorts the events of one millisecond.
      index(`${name}_by_recording`).on(table.createdAt),
      index(`${name}_by_occurrence`).on(table.occurredAt),
      index(`${name}_by_type`).on(table.eventType, table.createdAt),
      index(`${name}_by_actor`).on(actor, table.createdAt),
      index(`${name}_by_correlation`)
        .on(correlation, table.createdAt)
        .where(sql`${correlation} is not null`),
    ]
  })
}

/** Folded states, several for each stream: a sparse index of the log by version and both clocks. */
export const snapshots = pgTable(
  'snapshots',
  {
    aggregateId: uuid('aggregate_id').notNull(),
    version: integer('version').notNull(),
    /** The shape of the state; the program ignores shapes that are not its own. */
    shape: smallint('shape').notNull(),
    state: jsonb('state').notNull(),
    createdAt: instant('created_at').notNull(),
    frontierAt: instant('frontier_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.aggregateId, table.version] }),
    index('snapshots_by_frontier').on(table.aggregateId, table.frontierAt, table.version),
    index('snapshots_by_recording').on(table.aggregateId, table.createdAt, table.version),
  ],
)

/**
 * Every answered command, for ever. An accepted one points to its events; a refused one keeps the
 * command, the actor and the refusal.
 */
export const commands = pgTable(
  'commands',
  {
    commandId: uuid('command_id').notNull(),
    aggregateId: uuid('aggregate_id').notNull(),
    /** When it was refused; an accepted one has the time of its events. */
    createdAt: instant('created_at'),
    firstVersion: integer('first_version'),
    lastVersion: integer('last_version'),
    /** The first 8 bytes (16 in older rows) of the SHA-256 of the command's body. */
    fingerprint: bytea('fingerprint').notNull(),
    refusal: jsonb('refusal').$type<AnyRefusal>(),
    refused: jsonb('refused').$type<{
      readonly actor: Actor
      readonly command: Named
      /** The type of the command's stream; absent in rows from before there were several types. */
      readonly aggregateType?: string
    }>(),
  },
  table => {
    const refusedOnly = sql`${table.refusal} is not null`
    return [
      primaryKey({ columns: [table.commandId, table.aggregateId] }),
      // Refused commands of one account and of the whole bank, for auditors.
      index('commands_refused')
        .on(table.aggregateId, table.createdAt, table.commandId)
        .where(refusedOnly),
      index('commands_refused_by_time')
        .on(table.createdAt, table.aggregateId, table.commandId)
        .where(refusedOnly),
    ]
  },
)

/** The account list, a read model: one row for each account, written with its events. */
export const accounts = pgTable(
  'accounts',
  {
    aggregateId: uuid('aggregate_id').primaryKey(),
    number: text('number').notNull(),
    reference: text('reference'),
    owner: text('owner').notNull(),
    currency: text('currency').notNull(),
    /** In minor units of the currency. */
    balance: bigint('balance', { mode: 'bigint' }).notNull(),
    status: text('status', { enum: ['open'] }).notNull(),
    version: integer('version').notNull(),
    openedAt: instant('opened_at').notNull(),
    customerId: text('customer_id'),
    /** Owner, number and reference in the form of `searchText` in account-rows.ts. */
    searchText: text('search_text').notNull(),
  },
  table => [
    index('accounts_by_opening').on(table.openedAt, table.aggregateId),
    index('accounts_of_customer').on(table.customerId, table.openedAt, table.aggregateId),
    index('accounts_by_reference').on(table.reference),
    index('accounts_search').using('gin', sql`${table.searchText} gin_trgm_ops`),
  ],
)

/** Keys of events without a feed position: written with the events, taken by the sequencer. */
export const outbox = pgTable(
  'outbox',
  {
    aggregateId: uuid('aggregate_id').notNull(),
    eventVersion: integer('event_version').notNull(),
  },
  table => [primaryKey({ columns: [table.aggregateId, table.eventVersion] })],
)

/** The total order of the log: positions without gaps, given after the commit. */
export const feed = pgTable('feed', {
  position: bigint('position', { mode: 'number' }).primaryKey(),
  aggregateId: uuid('aggregate_id').notNull(),
  eventVersion: integer('event_version').notNull(),
})

/** The last position given. One row; its lock makes a process the sequencer. */
export const sequencer = pgTable('sequencer', {
  name: text('name').primaryKey(),
  position: bigint('position', { mode: 'number' }).notNull(),
})

/** The checkpoints of subscribers. */
export const subscriptions = pgTable('subscriptions', {
  name: text('name').primaryKey(),
  /** The last position handled; the lock of its row makes a process the active reader. */
  position: bigint('position', { mode: 'number' }).notNull(),
})

/** Events that a subscriber could not handle, parked with the error until they are replayed. */
export const parkedEvents = pgTable(
  'parked_events',
  {
    subscription: text('subscription').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    attempts: integer('attempts').notNull(),
    error: text('error').notNull(),
    parkedAt: timestamp('parked_at', { withTimezone: true }).notNull(),
  },
  table => [primaryKey({ columns: [table.subscription, table.position] })],
)

/** A read model of the insights: inflow and outflow by currency and business day (UTC). */
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

/** The ten largest movements of each business day (UTC) and currency. */
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
