import { eq, sql as fragment } from 'drizzle-orm'
import { epochs } from '../backup-schema'
import { openSql, type Sql } from '../connection'
import { knowsMigration } from '../migrations-known'
import { configureUnits } from '../own-units'
import { checkProjections, type Difference } from '../projections/check'
import { drizzleOn } from '../query'
import { findBackup, verifyFiles } from './find'
import { buildMissing } from './indexes'
import { type LoadedBank, loadBank, loadedBefore, NotEmpty } from './load-bank'
import { BackupFault, type Manifest } from './manifest'
import { rebuildAll } from './rebuild-all'

export type RestoreAsked = {
  /** The empty, migrated database, as its owner logs in. */
  readonly url: string
  readonly folder: string
  /** Restores what was recorded up to this moment; null: all of the newest backup. */
  readonly until: Date | null
  readonly onProgress?: (what: string, done: number) => void
  /** Told what was restored, before the bank counts as complete: after that nobody learns it again. */
  readonly report?: (done: RestoreDone) => Promise<void>
}

/** What was restored, and what it took, in milliseconds. */
export type RestoreDone = LoadedBank & {
  readonly manifest: Manifest
  /** Of the log and the tables; null when an interrupted restore had loaded them. */
  readonly loadMs: number | null
  readonly rebuildMs: number
  readonly checkMs: number
  readonly differences: readonly Difference[]
}

/**
 * Makes a bank from a backup: the log by COPY, in a new epoch; then its read models, from the log;
 * then everything is checked. The files are read whole before anything is written. When it is interrupted,
 * at any moment, it is started again: it goes on if the log was loaded, and begins again if it was not.
 * @throws BackupFault, NotEmpty
 */
export async function restoreBackup(asked: RestoreAsked): Promise<RestoreDone> {
  const { url, folder, until, onProgress = () => {} } = asked
  const sql = openSql(url, { max: 6 })
  try {
    return await alone(sql, async () => {
      const found = await findBackup(folder, until)
      const start = performance.now()
      let load = await loadedBefore(sql, found, until)
      const isLoaded = load !== null
      if (load === null) {
        requireKnown(found.manifest)
        await verifyFiles(found)
        load = await loadBank(sql, found, until, onProgress)
      }
      const loaded = performance.now()
      const { indexes = [], ...restored } = load.restored
      await Promise.all([rebuildAll(sql, onProgress), buildMissing(sql, indexes)])
      await sql`analyze`
      const rebuilt = performance.now()
      const differences = await checkProjections(sql, n => onProgress('check', n))
      const loadMs = isLoaded ? null : loaded - start
      const times = { loadMs, rebuildMs: rebuilt - loaded, checkMs: performance.now() - rebuilt }
      const done = { manifest: found.manifest, ...load, restored, ...times, differences }
      await asked.report?.(done)
      onProgress('report', 0)
      await drizzleOn(sql)
        .update(epochs)
        .set({ readyAt: fragment`now()`, restored })
        .where(eq(epochs.id, load.epoch))
      return done
    })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** How long the end of a restore that was killed is waited for. */
const ALONE_SECONDS = 5

/** Works while no other restore into this database does, and no backup of a part is made. */
async function alone<Result>(sql: Sql, work: () => Promise<Result>): Promise<Result> {
  const done = await sql.begin(async tx => {
    await tx.unsafe(`set local lock_timeout = '${ALONE_SECONDS}s'`)
    await tx`set local idle_in_transaction_session_timeout = 0`
    await tx`select from backup_state where name = 'backup' for update`.catch(error => {
      if (error.code !== LOCK_NOT_AVAILABLE) throw error
      throw new NotEmpty('Another restore into this database, or a backup of it, is under way.')
    })
    return { result: await work() }
  })
  return done.result
}

const LOCK_NOT_AVAILABLE = '55P03'

/** @throws BackupFault when this program can't read the backup */
function requireKnown({ migration, units }: Manifest): void {
  if (!knowsMigration(migration)) {
    throw new BackupFault(
      `The backup was made by a newer Daybook (its last migration is ${migration}). Restore it with that one.`,
    )
  }
  const own = configureUnits()
  const missing = units.filter(
    ({ code, places }) => !own.some(unit => unit.code === code && unit.places === places),
  )
  if (missing.length === 0) return
  const texts = missing.map(({ code, places }) => `${code}:${places}`)
  throw new BackupFault(
    `Accounts have units of the bank’s own. Set DAYBOOK_UNITS to ${texts.join(',')}.`,
  )
}
