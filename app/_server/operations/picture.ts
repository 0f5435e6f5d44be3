import 'server-only'
import { listAlerts } from '@/app/_server/alerts/alerts'
import { findings } from '@/app/_server/health/readiness'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { inTime } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { thisInstance } from '@/app/_server/process/own-figures'
import { sharedReading } from '@/app/_server/process/shared-reading'
import { slowQueries } from '@/app/_server/process/slow-queries'
import type {
  BackupJson,
  InstanceJson,
  OperationsJson,
  PictureJson,
  SlowJson,
} from '@/app/_wire/operations'
import { readBackupState } from '@/db/backup/state'
import { readFeedState } from '@/db/feed/feed-state'
import { type Instance, presentInstances } from '@/db/operations/instances'
import { listParked, type Parked } from '@/db/operations/parked'
import { readSizes } from '@/db/operations/sizes'
import { readSlowStatements } from '@/db/operations/slow-statements'
import { SUBSCRIBERS } from '@/db/projections/subscribers'
import { capacityNow } from './capacity'
import { archiveState, checkState, modelStates, newestJobs } from './jobs'
import { versionsNow } from './versions'

/** How long each part may take; what is late is shown as unknown. */
const PART_MS = 2_500

/** All who look share what was read within this time. */
const FRESH_MS = 2_000

const PARKED_MAX = 50
const SIZES_MAX = 14
const SLOW_MAX = 8

const picture = sharedReading('operations', FRESH_MS, readPicture)

/** How the bank runs, as far as the viewer may see it. */
export async function operationsNow(viewer: Viewer): Promise<OperationsJson> {
  const [alerts, its] = await Promise.all([
    listAlerts(viewer).catch(() => []),
    may(viewer, 'readOperations') ? picture.now() : null,
  ])
  const at = new Date().toISOString()
  return { at, alerts, mayOperate: may(viewer, 'operate'), picture: its }
}

/** Has the picture read anew. */
export function forgetPicture(): void {
  picture.forget()
}

async function readPicture(): Promise<PictureJson> {
  const { upkeep } = bank()
  const names = SUBSCRIBERS.map(({ name }) => name)
  const jobs = inTime(PART_MS, () => newestJobs(upkeep))
  const [first, second] = await Promise.all([
    together({
      health: part('health', findings),
      feed: part('feed', () => readFeedState(upkeep, names)),
      parked: part('parked events', async () => {
        return (await listParked(upkeep, PARKED_MAX)).map(parkedJson)
      }),
      models: part('read models', async () => modelStates(await jobs)),
      check: part('the last check', () => checkState(upkeep, jobs)),
    }),
    together({
      backup: part('backups', backupNow),
      archive: part('the archive', () => archiveState(upkeep, jobs)),
      sizes: part('sizes', () => readSizes(upkeep, SIZES_MAX)),
      capacity: part('capacity', capacityNow),
      slow: part('slow statements', slowNow),
      instances: part('processes', async () => {
        return (await presentInstances(upkeep)).map(instanceJson)
      }),
      versions: part('versions', () => versionsNow(upkeep)),
    }),
  ])
  return { ...first, ...second }
}

/** Waits for all parts; their names stay with them. */
async function together<Parts extends Record<string, Promise<unknown>>>(parts: Parts) {
  const read = await Promise.all(
    Object.entries(parts).map(async ([name, reading]) => [name, await reading] as const),
  )
  return Object.fromEntries(read) as { [Name in keyof Parts]: Awaited<Parts[Name]> }
}

/** A part of the picture; null when it can't be read in time. */
async function part<Part>(name: string, read: () => Promise<Part>): Promise<Part | null> {
  return inTime(PART_MS, read).catch((error: unknown) => {
    logFailure(`Reading the operations page’s part “${name}” failed`, error)
    return null
  })
}

function parkedJson({ parkedAt, ...rest }: Parked) {
  return { ...rest, parkedAt: parkedAt.toISOString() }
}

async function backupNow(): Promise<BackupJson> {
  const state = await readBackupState(bank().upkeep)
  const { ageSeconds, isRunning, position, events, bytes, error } = state
  const finishedAt = state.finishedAt?.toISOString() ?? null
  return { finishedAt, ageSeconds, isRunning, position, events, bytes, error }
}

async function slowNow(): Promise<SlowJson> {
  const statements = await readSlowStatements(bank().upkeep, SLOW_MAX)
  if (statements) return { source: 'server', statements }
  return { source: 'process', statements: slowQueries(SLOW_MAX) }
}

function instanceJson({ id, startedAt, seenAt, version, node, figures }: Instance): InstanceJson {
  const { eventLoopMs, poolWaitMs, memoryBytes, clock, clockMs } = figures
  return {
    ...{ id, isThis: id === thisInstance().id, version, node },
    ...{ startedAt: startedAt.toISOString(), seenAt: seenAt.toISOString() },
    ...{ eventLoopMs, poolWaitMs, memoryBytes, clock, clockMs },
  }
}
