import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openSql, type Sql, type Transaction } from '../connection'
import { dayZoneOf } from '../day-zone'
import { currentEpoch } from '../epoch'
import { lastMigration } from '../migrations-known'
import { drizzleOn } from '../query'
import { subscriptions } from '../schema'
import { atCut } from './cut'
import { isThere } from './files'
import { removeOld } from './keep'
import {
  BackupFault,
  type Manifest,
  manifestNames,
  readManifest,
  storeManifest,
  type TableFiles,
} from './manifest'
import { SEGMENT_EVENTS, storeSegments } from './segments'
import { holdBackup, keepHolding, tellFailed, tellMade } from './state'
import { storeTables } from './table-files'

export type BackupDone = {
  readonly outcome: 'done'
  /** The folder of the epoch, which is in the asked one. */
  readonly folder: string
  readonly takenAt: string
  readonly position: number
  /** New events since the backup before, and the bytes of the segments written. */
  readonly events: number
  readonly bytes: number
  readonly removed: number
}

export type BackupAsked = {
  readonly url: string
  readonly folder: string
  /** For how many days backups are kept beside the last one; null: for ever. */
  readonly keepDays: number | null
  /** For a schedule: only if the last one began so long ago. */
  readonly everySeconds?: number
  readonly onProgress?: (events: number) => void
  /** The events of a full segment. */
  readonly segmentEvents?: number
}

/**
 * Adds to a folder what the bank has recorded since the last backup there, and the tables beside the
 * log; under load, without stopping anything. Everything that was committed when it began is in it.
 * When it is interrupted, the folder has what it had.
 * @returns `held` while another process makes one, or none is due
 */
export async function backUp(asked: BackupAsked): Promise<BackupDone | { outcome: 'held' }> {
  const sql = openSql(asked.url, { max: 3, connection: { application_name: 'daybook-backup' } })
  const holder = randomUUID()
  try {
    if (!(await holdBackup(sql, holder, asked.everySeconds))) return { outcome: 'held' }
    try {
      const done = await makeBackup(sql, holder, asked)
      const { folder, position, events, bytes } = done
      await tellMade(sql, holder, { folder, position, events, bytes })
      return done
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error)
      await tellFailed(sql, holder, told).catch(() => {})
      throw error
    }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function makeBackup(sql: Sql, holder: string, asked: BackupAsked): Promise<BackupDone> {
  const epoch = await currentEpoch(sql)
  const folder = join(resolve(asked.folder), `epoch-${epoch.id}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const before = await lastBackup(folder)
  const held = setInterval(() => keepHolding(sql, holder).catch(() => {}), 20_000)
  let [events, bytes] = [0, 0]
  try {
    const cut = await atCut(sql, async (tx, position) => ({
      position,
      described: await describe(tx),
      tables: await storeTables(tx, folder, before.tables),
    }))
    const { position, described, tables } = cut
    const earlier = before.segments
    if ((earlier.at(-1)?.to ?? 0) > position)
      throw aheadOf(asked.folder, earlier.at(-1)?.to, position)
    const range = { position, full: asked.segmentEvents ?? SEGMENT_EVENTS }
    const segments = await storeSegments(sql, folder, earlier, range, async (added, size) => {
      await keepHolding(sql, holder)
      events += added
      bytes += size
      asked.onProgress?.(events)
    })
    const written = { ...described, epoch: epoch.id, position, segments, tables }
    await storeManifest(folder, { format: 'daybook-backup', version: 1, ...written })
    const { takenAt } = described
    const removed =
      asked.keepDays === null ? 0 : await removeOld(folder, asked.keepDays, new Date())
    return { outcome: 'done', folder, takenAt, position, events, bytes, removed }
  } finally {
    clearInterval(held)
  }
}

/** The feed of one epoch never gets shorter: then it is not the bank of this folder. */
function aheadOf(folder: string, known: number | undefined, position: number): BackupFault {
  return new BackupFault(
    `The backup in ${folder} goes to position ${known}, and this bank’s log ends at ${position}: it was put ` +
      'back to an earlier moment by other means than npm run restore. Make the backup in another folder.',
  )
}

type Before = Pick<Manifest, 'segments' | 'tables'>

/**
 * What the newest readable backup has, as far as its files are there: what somebody has removed is
 * written again.
 */
async function lastBackup(folder: string): Promise<Before> {
  for (const name of (await manifestNames(folder)).reverse()) {
    const read = await readManifest(folder, name).catch(() => null)
    if (read === null) continue
    const gone: boolean[] = []
    for (const segment of read.segments) gone.push(!(await isThere(folder, segment)))
    const first = gone.indexOf(true)
    const tables: Record<string, TableFiles> = {}
    for (const [table, { columns, files }] of Object.entries(read.tables)) {
      const there = await Promise.all(files.map(file => isThere(folder, file)))
      tables[table] = { columns, files: files.filter((_, n) => there[n]) }
    }
    return { segments: first < 0 ? read.segments : read.segments.slice(0, first), tables }
  }
  return { segments: [], tables: {} }
}

type Described = Omit<Manifest, 'format' | 'version' | 'epoch' | 'position' | 'segments' | 'tables'>

/** What else a restore needs to know, from the same snapshot. */
async function describe(tx: Transaction): Promise<Described> {
  const [row] = await tx<{ now: Date; postgres: string }[]>`
    select clock_timestamp() as now, current_setting('server_version') as postgres`
  const units = await tx<{ code: string; places: number }[]>`
    select code, places::int as places from known_units k
    where exists (select from accounts a where a.currency = k.code) order by code`
  const points = await drizzleOn(tx).select().from(subscriptions).orderBy(subscriptions.name)
  return {
    takenAt: (row?.now ?? new Date()).toISOString(),
    migration: lastMigration(),
    postgres: row?.postgres ?? '',
    dayZone: await dayZoneOf(tx, 'daily_flows'),
    units: [...units],
    checkpoints: Object.fromEntries(points.map(({ name, position }) => [name, position])),
  }
}
