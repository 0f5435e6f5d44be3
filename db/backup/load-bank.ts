import { randomBytes } from 'node:crypto'
import { eq, sql as fragment } from 'drizzle-orm'
import { epochs, type Restored } from '../backup-schema'
import type { Sql, Transaction } from '../connection'
import { currentEpoch } from '../epoch'
import { SUBSCRIBERS } from '../projections/subscribers'
import { drizzleOn } from '../query'
import type { Found } from './find'
import { dropQueryIndexes } from './indexes'
import { loadLog } from './load-log'
import { loadTable, loadTables, removeLater } from './load-tables'
import { type Lost, readLost } from './lost'
import type { Manifest } from './manifest'
import { removeSplit } from './split-units'
import { KEEPING } from './tables'

/** A bank whose log and tables are there, its read models not yet. */
export type LoadedBank = {
  readonly epoch: string
  readonly restored: Restored
  readonly events: number
  readonly lost: readonly Lost[]
}

/** The database is not empty; the message says what to do. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty'
}

/**
 * Loads the log and the tables of a backup into an empty database, or into what an interrupted
 * restore has left. The epoch comes first: until it says that all is loaded, a restore begins again.
 */
export async function loadBank(
  sql: Sql,
  found: Found,
  until: Date | null,
  onProgress: (what: string, done: number) => void,
): Promise<LoadedBank> {
  const { epoch, indexes } = await begin(sql, found, until)
  onProgress('begin', 0)
  const loaded = await loadLog(sql, found, until, onProgress)
  onProgress('tables', 0)
  return sql.begin(async tx => {
    const split = await removeSplit(tx, loaded.lost)
    const lost = [...loaded.lost, ...split].sort((a, b) => a.position - b.position)
    const events = loaded.events - split.length
    await tx`update sequencer set position = ${events} where name = 'feed'`
    await loadTables(tx, found)
    if (until !== null) await removeLater(tx, until)
    const unchangedTo = (lost[0]?.position ?? found.manifest.position + 1) - 1
    const restored = { ...begun(found.manifest, until), unchangedTo, events, indexes }
    await placeSubscribers(tx, epoch, restored)
    await drizzleOn(tx).update(epochs).set({ restored }).where(eq(epochs.id, epoch))
    return { epoch, restored, events, lost }
  })
}

/**
 * What an interrupted restore of this backup has loaded; null when it has to be loaded.
 * @throws NotEmpty when there is a bank
 */
export async function loadedBefore(
  sql: Sql,
  found: Found,
  until: Date | null,
): Promise<LoadedBank | null> {
  const { id: epoch, restored, readyAt } = await currentEpoch(sql)
  if (restored === null || readyAt !== null) {
    await requireEmpty(sql)
    return null
  }
  const { events, from, takenAt } = restored
  const asked = begun(found.manifest, until)
  const isSame = from === asked.from && takenAt === asked.takenAt && restored.until === asked.until
  if (events === undefined || !isSame) return null
  return { epoch, restored, events, lost: await readLost(sql, found, until) }
}

function begun({ epoch: from, takenAt }: Manifest, until: Date | null) {
  return { from, takenAt, until: until?.toISOString() ?? null }
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

/** Tables of one row, or of other things than the restored bank. */
const KEPT = ['sequencer', 'epochs', 'known_units', 'events_archive']
/** What is left out of a backup of people goes with them. */
const OF_PEOPLE = ['auth_sessions', 'auth_verifications']

/**
 * Empties what an interrupted restore has left, and begins an epoch: from here on this is no bank. The
 * epoch keeps the definitions of the log's indexes, which are built while the read models are made.
 */
async function begin(sql: Sql, found: Found, until: Date | null) {
  const filled = Object.entries(KEEPING).filter(([table, keeping]) => {
    return (keeping !== 'left' && !KEPT.includes(table)) || OF_PEOPLE.includes(table)
  })
  return sql.begin(async tx => {
    await tx`lock table events, commands, auth_users in access exclusive mode`
    const { restored, readyAt } = await currentEpoch(tx)
    if (restored === null || readyAt !== null) await requireEmpty(tx)
    await tx`alter table events disable trigger user`
    await tx.unsafe(`truncate ${filled.map(([table]) => table).join(', ')}`)
    await tx`alter table events enable trigger user`
    const indexes = [...(restored?.indexes ?? []), ...(await dropQueryIndexes(tx, 'events'))]
    await tx`delete from epochs`
    await loadTable(tx, found, { name: 'epochs', table: 'epochs' })
    const asked = begun(found.manifest, until)
    return { epoch: await beginEpoch(tx, { ...asked, unchangedTo: 0, indexes }), indexes }
  })
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
