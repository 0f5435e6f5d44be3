import { randomBytes } from 'node:crypto'
import { eq, sql as fragment } from 'drizzle-orm'
import { epochs, type Restored } from '../backup-schema'
import { openSql, type Sql, type Transaction } from '../connection'
import { currentEpoch } from '../epoch'
import { knowsMigration } from '../migrations-known'
import { configureUnits } from '../own-units'
import { checkProjections, type Difference } from '../projections/check'
import { SUBSCRIBERS } from '../projections/subscribers'
import { drizzleOn } from '../query'
import { type Found, findBackup, verifyFiles } from './find'
import { takeIndexes } from './indexes'
import { type Lost, loadLog } from './load-log'
import { loadTables, removeLater } from './load-tables'
import { BackupFault, type Manifest } from './manifest'
import { rebuildAll } from './rebuild-all'
import { removeSplit } from './split-units'

export type RestoreAsked = {
  /** The empty, migrated database, as its owner logs in. */
  readonly url: string
  readonly folder: string
  /** Restores what was recorded up to this moment; null: all of the newest backup. */
  readonly until: Date | null
  readonly onProgress?: (what: string, done: number) => void
}

/** What was restored, and what it took, in milliseconds. */
export type RestoreDone = {
  readonly manifest: Manifest
  readonly epoch: string
  readonly restored: Restored
  readonly events: number
  readonly lost: readonly Lost[]
  readonly loadMs: number
  readonly rebuildMs: number
  readonly checkMs: number
  readonly differences: readonly Difference[]
}

/** The database is not empty; the message says what to do. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty'
}

/**
 * Makes a bank from a backup: the log by COPY in one transaction, with a new epoch; then its read
 * models, from the log; then everything is checked. The files are read whole before anything is
 * written. A restore that was interrupted after the log goes on when it is started again.
 * @throws BackupFault, NotEmpty
 */
export async function restoreBackup(asked: RestoreAsked): Promise<RestoreDone> {
  const { url, onProgress = () => {} } = asked
  const sql = openSql(url, { max: 6 })
  try {
    const found = await findBackup(asked.folder, asked.until)
    const begun = await unfinished(sql, found.manifest, asked.until)
    const start = performance.now()
    if (!begun) {
      requireKnown(found.manifest)
      await requireEmpty(sql)
      await verifyFiles(found)
    }
    const load = begun ?? (await loadBank(sql, found, asked.until, n => onProgress('events', n)))
    const loaded = performance.now()
    await rebuildAll(sql, onProgress)
    await drizzleOn(sql)
      .update(epochs)
      .set({ readyAt: fragment`now()` })
      .where(eq(epochs.id, load.epoch))
    const rebuilt = performance.now()
    const differences = await checkProjections(sql, n => onProgress('check', n))
    const times = { loadMs: loaded - start, rebuildMs: rebuilt - loaded }
    const checkMs = performance.now() - rebuilt
    return { manifest: found.manifest, ...load, ...times, checkMs, differences }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

type LoadedBank = Pick<RestoreDone, 'epoch' | 'restored' | 'events' | 'lost'>

/** A restore of this backup that has loaded the log, and not more; what it lost is known no more. */
async function unfinished(
  sql: Sql,
  { epoch, takenAt }: Manifest,
  until: Date | null,
): Promise<LoadedBank | null> {
  const { id, restored, readyAt } = await currentEpoch(sql)
  if (readyAt !== null || restored === null) return null
  const same =
    restored.from === epoch &&
    restored.takenAt === takenAt &&
    restored.until === (until?.toISOString() ?? null)
  if (!same)
    throw new NotEmpty('Another restore into this database was interrupted. Empty it first.')
  const [row] = await sql<{ events: string }[]>`select count(*) as events from feed`
  return { epoch: id, restored, events: Number(row?.events ?? 0), lost: [] }
}

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

async function requireEmpty(sql: Sql | Transaction): Promise<void> {
  const [row] = await sql<{ used: string | null }[]>`
    select case
      when exists (select from log) then 'events'
      when exists (select from commands) then 'commands'
      when exists (select from auth_users) then 'people' end as used`
  if (row?.used == null) return
  throw new NotEmpty(
    `The database is not empty: it has ${row.used}. A restore makes a new bank and changes none. Name an ` +
      'empty database by DATABASE_URL, or a new folder by DAYBOOK_DATA.',
  )
}

/** Log, tables and epoch, in one transaction: all of it or nothing. */
async function loadBank(
  sql: Sql,
  found: Found,
  until: Date | null,
  onProgress: (events: number) => void,
): Promise<LoadedBank> {
  const { manifest } = found
  const load = await sql.begin(async tx => {
    await tx`lock table epochs in exclusive mode` // one restore at a time
    await requireEmpty(tx)
    await tx`set local synchronous_commit = on`
    await tx`set local maintenance_work_mem = '256MB'`
    // The rules of an append were kept when the events were recorded; the check at the end folds all.
    await tx`alter table events disable trigger user`
    const build = await takeIndexes(tx, ['events', 'commands', 'feed'])
    const loaded = await loadLog(tx, found, until, onProgress)
    const split = await removeSplit(tx, loaded.lost)
    await build()
    await tx`alter table events enable trigger user`
    const events = loaded.events - split.length
    await tx`update sequencer set position = ${events} where name = 'feed'`
    await loadTables(tx, found)
    if (until !== null) await removeLater(tx, until)
    const lost = [...loaded.lost, ...split].sort((a, b) => a.position - b.position)
    const restored = {
      from: manifest.epoch,
      takenAt: manifest.takenAt,
      until: until?.toISOString() ?? null,
      unchangedTo: (lost[0]?.position ?? manifest.position + 1) - 1,
    }
    const epoch = await beginEpoch(tx, restored)
    await placeSubscribers(tx, epoch, restored)
    return { epoch, restored, events, lost }
  })
  await sql`analyze`
  return load
}

async function beginEpoch(tx: Transaction, restored: Restored): Promise<string> {
  const { number } = await currentEpoch(tx)
  const id = `${number + 1}-${randomBytes(4).toString('hex')}`
  await drizzleOn(tx)
    .insert(epochs)
    .values({ id, number: number + 1, beganAt: fragment`now()`, restored })
  return id
}

/**
 * The bank's own subscribers begin anew. Checkpoints of others stay in the epoch that they are of, so
 * that those stop and say so; what was parked for them stays, as far as it is still there.
 */
async function placeSubscribers(tx: Transaction, epoch: string, { from, unchangedTo }: Restored) {
  const own = SUBSCRIBERS.map(({ name }) => name)
  await tx`
    update subscriptions set epoch = coalesce(epoch, ${from}) where not (name = any(${own}::text[]))`
  await tx`delete from subscriptions where name = any(${own}::text[])`
  await tx`delete from parked_events where subscription = any(${own}::text[]) or position > ${unchangedTo}`
  await tx`
    insert into subscriptions (name, position, epoch)
    select name, 0, ${epoch} from unnest(${own}::text[]) as name`
}
