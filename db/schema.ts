import { sql } from 'drizzle-orm'
import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
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

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** An instant in milliseconds, the precision of the domain. */
export const instant = <Name extends string>(name: Name) =>
  timestamp(name, { withTimezone: true, precision: 3 })

/**
 * The log: every event in recording order, immutable (by a trigger and the rights of the web
 * process's login). The order of the columns wastes no padding.
 */
export const events = logTable('events')

/**
 * Old events of streams that go on in `events`, in a partition for each year (UTC) in which they were
 * recorded; the view `log` has both.
 */
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
    /** Who sent which command; the date of what came without a time of day. */
    metadata: jsonb('metadata')
      .$type<{
        readonly actor: Actor
        readonly commandId?: string
        readonly correlationId?: string
        readonly occurredOn?: string
      }>()
      .notNull(),
  }
}

function logTable(name: string) {
  return pgTable(name, logColumns(), table => {
    const key = [table.aggregateId, table.eventVersion] as const
    const actor = sql`(${table.metadata} -> 'actor' ->> 'id')`
    const correlation = sql`(${table.metadata} ->> 'correlationId')`
    const reversed = sql`(${table.eventData} -> 'reverses')`
    // A key of a partitioned table has the column that it is partitioned by. It follows from the others.
    const isParted = name === 'events_archive'
    return [
      isParted
        ? primaryKey({ columns: [...key, table.createdAt] })
        : primaryKey({ columns: [...key] }),
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
      // The reversal of an entry of an account, of which there is at most one.
      index(`${name}_reversals`)
        .on(table.aggregateId, reversed)
        .where(sql`${reversed} is not null`),
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
      // Accepted ones that changed nothing, which are few: no event leads a backup to them.
      index('commands_without_events')
        .on(table.aggregateId, table.commandId)
        .where(sql`${table.lastVersion} < ${table.firstVersion}`),
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
    status: text('status', { enum: ['open', 'frozen', 'closed'] }).notNull(),
    version: integer('version').notNull(),
    openedAt: instant('opened_at').notNull(),
    customerId: text('customer_id'),
    secondCustomerId: text('second_customer_id'),
    secondRights: text('second_rights', { enum: ['read', 'operate'] }),
    /** Overdraft, holds, freeze and limits, as snapshots have them; null when nobody set any. */
    terms: jsonb('terms'),
    /** When the first of its holds expires. */
    nextExpiry: instant('next_expiry'),
    /** Owner, number and reference in the form of `searchText` in accounts/search.ts. */
    searchText: text('search_text').notNull(),
  },
  table => [
    index('accounts_by_opening').on(table.openedAt, table.aggregateId),
    index('accounts_of_customer').on(table.customerId, table.openedAt, table.aggregateId),
    index('accounts_of_second_customer')
      .on(table.secondCustomerId, table.openedAt, table.aggregateId)
      .where(sql`${table.secondCustomerId} is not null`),
    index('accounts_by_number').on(table.number),
    index('accounts_by_expiry').on(table.nextExpiry).where(sql`${table.nextExpiry} is not null`),
    index('accounts_by_reference').on(table.reference),
    index('accounts_search').using('gin', sql`${table.searchText} gin_trgm_ops`),
  ],
)

/** The bank's own units that a start has seen, with the places that the log's amounts have. */
export const knownUnits = pgTable('known_units', {
  code: text('code').primaryKey(),
  places: smallint('places').notNull(),
})

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
  /** The epoch that it is of: a position of another one means nothing (see `epochs`). */
  epoch: text('epoch'),
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
