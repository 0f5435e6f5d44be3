import { and, eq, sql as fragment, isNull, lt, or } from 'drizzle-orm'
import { backupState } from '../backup-schema'
import type { Sql } from '../connection'
import { drizzleOn } from '../query'

/** How long a process that makes a backup may be silent before another may begin. */
const HELD_SECONDS = 120

const isBackup = eq(backupState.name, 'backup')
const until = fragment`now() + make_interval(secs => ${HELD_SECONDS})`

/** After a failure the next try is made so soon, or sooner if one is due. */
const AGAIN_SECONDS = 300

/** The last backup, and its trouble; for health checks, metrics and pages. */
export type BackupState = Omit<typeof backupState.$inferSelect, 'name' | 'holder'> & {
  /** Since the last complete one; null without one. */
  readonly ageSeconds: number | null
  readonly isRunning: boolean
}

export async function readBackupState(sql: Sql): Promise<BackupState> {
  const age = fragment<number | null>`extract(epoch from now() - ${backupState.finishedAt})::float8`
  const [row] = await drizzleOn(sql)
    .select({
      row: backupState,
      age,
      isRunning: fragment<boolean>`${backupState.heldUntil} > now()`,
    })
    .from(backupState)
    .where(isBackup)
  if (!row) throw new Error('The database has no backup state')
  const { name: _, holder: __, ...state } = row.row
  return { ...state, ageSeconds: row.age, isRunning: row.isRunning === true }
}

/**
 * Makes a process the one that makes a backup. It stays so while it says so at least every
 * `HELD_SECONDS`; when it dies, another may begin after that.
 * @param everySeconds for a schedule: only if the last one, or the last try, began so long ago
 */
export async function holdBackup(sql: Sql, holder: string, everySeconds = 0): Promise<boolean> {
  const isDue = or(
    isNull(backupState.startedAt),
    fragment`${backupState.startedAt} <= now() - make_interval(secs => case
      when ${backupState.error} is null then ${everySeconds}::float8
      else ${Math.min(everySeconds, AGAIN_SECONDS)}::float8 end)`,
  )
  const isFree = or(isNull(backupState.heldUntil), lt(backupState.heldUntil, fragment`now()`))
  const held = await drizzleOn(sql)
    .update(backupState)
    .set({ holder, heldUntil: until, startedAt: fragment`now()` })
    .where(and(isBackup, isFree, everySeconds > 0 ? isDue : undefined))
    .returning({ name: backupState.name })
  return held.length === 1
}

/** Goes on making it. @throws Error when another process has begun meanwhile */
export async function keepHolding(sql: Sql, holder: string): Promise<void> {
  const held = await drizzleOn(sql)
    .update(backupState)
    .set({ heldUntil: until })
    .where(and(isBackup, eq(backupState.holder, holder)))
    .returning({ name: backupState.name })
  if (held.length === 0) throw new Error('Another process makes a backup now.')
}

/** What a complete backup is remembered by. */
export type Made = Pick<typeof backupState.$inferInsert, 'folder' | 'position' | 'events' | 'bytes'>

export async function tellMade(sql: Sql, holder: string, made: Made): Promise<void> {
  await drizzleOn(sql)
    .update(backupState)
    .set({ ...made, holder: null, heldUntil: null, finishedAt: fragment`now()`, error: null })
    .where(and(isBackup, eq(backupState.holder, holder)))
}

export async function tellFailed(sql: Sql, holder: string, error: string): Promise<void> {
  await drizzleOn(sql)
    .update(backupState)
    .set({ holder: null, heldUntil: null, failedAt: fragment`now()`, error: error.slice(0, 500) })
    .where(and(isBackup, eq(backupState.holder, holder)))
}
