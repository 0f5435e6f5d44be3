import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from './schema'

/** Which process does what only one may do; the database's clock decides when a lease is over. */
export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  holder: uuid('holder').notNull(),
  until: instant('until').notNull(),
})

/** The web processes of this bank: each writes its row every few seconds. */
export const instances = pgTable('instances', {
  id: uuid('id').primaryKey(),
  startedAt: instant('started_at').notNull(),
  /** By the database's clock. */
  seenAt: instant('seen_at').notNull(),
  version: text('version').notNull(),
  node: text('node').notNull(),
  /** What only the process itself can measure, such as the delay of its event loop. */
  figures: jsonb('figures').$type<InstanceFigures>().notNull(),
})

export type InstanceFigures = {
  /** How late the event loop was at worst since the row before, in milliseconds. */
  readonly eventLoopMs: number
  /** How long a query waited for a connection of the pool, in milliseconds. */
  readonly poolWaitMs: number
  /** Commands refused by back-pressure since the process started. */
  readonly refused: number
  /** Snapshots that did not follow from their event since the process started. */
  readonly distrusted: number
  /** How far this process's clock is wrong, in milliseconds, and in which way; null: it is right. */
  readonly clockMs: number
  readonly clock: 'ahead of database' | 'behind database' | 'behind log' | null
  readonly memoryBytes: number
}

export type JobKind = 'rebuild' | 'check' | 'archive'

/** Differences that a check found: how many, and the first of them. */
export type CheckResult = {
  readonly differences: number
  readonly first: readonly {
    readonly where: string
    readonly key: string
    readonly sentence: string
  }[]
}

/** What went to the archive, or would go, by the year in which it was recorded. */
export type ArchiveResult = {
  readonly moved: number
  readonly byYear: readonly { readonly year: number; readonly count: number }[]
  /** Whether the time was over before the last stream. */
  readonly isPart: boolean
}

/** What is kept of a job of each kind. */
export type JobResults = {
  readonly rebuild: null
  readonly check: CheckResult
  readonly archive: ArchiveResult
}

export type JobResult = JobResults[JobKind]

/** Long work on the database that somebody asked for; done by a process with the owner's login. */
export const jobs = pgTable(
  'jobs',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').$type<JobKind>().notNull(),
    /** The read model of a rebuild; `all` for a check; `move` or `count` for the archive. */
    subject: text('subject').notNull(),
    askedAt: instant('asked_at').notNull(),
    askedBy: text('asked_by').notNull(),
    startedAt: instant('started_at'),
    /** The process that does it, and until when it counts as alive. */
    holder: uuid('holder'),
    until: instant('until'),
    attempts: smallint('attempts').notNull(),
    /** Streams or events done, and how many there are about; null when that isn't known. */
    done: bigint('done', { mode: 'number' }).notNull(),
    total: bigint('total', { mode: 'number' }),
    endedAt: instant('ended_at'),
    outcome: text('outcome', { enum: ['done', 'failed'] }),
    result: jsonb('result').$type<NonNullable<JobResult>>(),
    error: text('error'),
  },
  table => [
    // The same work is under way once.
    uniqueIndex('jobs_open').on(table.kind, table.subject).where(sql`${table.endedAt} is null`),
    index('jobs_by_time').on(table.askedAt),
  ],
)

/** How large tables were, once an hour: what growth is told from. */
export const sizeSamples = pgTable(
  'size_samples',
  {
    name: text('name').notNull(),
    at: instant('at').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
  },
  table => [primaryKey({ columns: [table.name, table.at] })],
)

/** How far the alerts of a rule have been sent by a channel: at least once each, in order. */
export const alertDeliveries = pgTable(
  'alert_deliveries',
  {
    rule: text('rule').notNull(),
    channel: text('channel').notNull(),
    /** The version of the rule's stream that was sent last, or given up. */
    version: integer('version').notNull(),
    attempts: integer('attempts').notNull(),
    nextAt: instant('next_at').notNull(),
    error: text('error'),
  },
  table => [primaryKey({ columns: [table.rule, table.channel] })],
)
