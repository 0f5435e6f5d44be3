import { bigint, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './schema'

/** From which backup a restore made this bank. */
export type Restored = {
  /** The epoch that the backup was made in. */
  readonly from: string
  readonly takenAt: string
  /** Up to which recording time the log was restored; null: all of the backup. */
  readonly until: string | null
  /** The position up to which the feed is that of the epoch before. */
  readonly unchangedTo: number
  /** How many were loaded; absent while the log is loaded, and in banks of older versions. */
  readonly events?: number
  /** While a restore is under way: the definitions of the log's indexes that it builds at the end. */
  readonly indexes?: readonly string[]
}

/**
 * The epochs of this bank, the last of which counts: a restore begins one, because a bank that was
 * restored to an earlier moment has forgotten facts that others may have seen.
 */
export const epochs = pgTable('epochs', {
  /** Its number and random digits: two restores of one backup are two epochs. */
  id: text('id').primaryKey(),
  number: integer('number').notNull().unique(),
  beganAt: instant('began_at').notNull(),
  restored: jsonb('restored').$type<Restored>(),
  /** When its read models were complete; null while a restore is under way. */
  readyAt: instant('ready_at'),
})

/** The last backup, and who makes one now: one row, which is changed by compare-and-set. */
export const backupState = pgTable('backup_state', {
  name: text('name').primaryKey(),
  /** The process that makes one; it counts until `heldUntil`. */
  holder: text('holder'),
  heldUntil: instant('held_until'),
  startedAt: instant('started_at'),
  /** Of the last complete one. */
  finishedAt: instant('finished_at'),
  folder: text('folder'),
  position: bigint('position', { mode: 'number' }),
  /** New events in it, and the bytes that it wrote. */
  events: bigint('events', { mode: 'number' }),
  bytes: bigint('bytes', { mode: 'number' }),
  failedAt: instant('failed_at'),
  /** Why the last one failed, as a sentence; null once one succeeds. */
  error: text('error'),
})
