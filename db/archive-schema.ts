import { bigint, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, instant } from './schema'

/**
 * The years of the archive that were detached. What stays of them in the log: the last event of each
 * stream, and marks in place of the others (streams/detached.ts).
 */
export const archiveYears = pgTable('archive_years', {
  year: smallint('year').primaryKey(),
  /** The number of events in the file, and its SHA-256. */
  events: bigint('events', { mode: 'number' }).notNull(),
  sha256: bytea('sha256').notNull(),
  /** Where the file was written; it may have been moved since. */
  file: text('file').notNull(),
  detachedAt: instant('detached_at').notNull(),
})

/** One row, whose lock makes a process the one that changes the archive; and how far a run has got. */
export const archiveRuns = pgTable('archive_runs', {
  name: text('name').primaryKey(),
  /** The last stream whose events were moved; null: from the beginning. */
  after: uuid('after'),
  /** When the last run through all streams ended. */
  endedAt: instant('ended_at'),
})
