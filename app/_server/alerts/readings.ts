import 'server-only'
import { diskNow } from '@/app/_server/health/disk'
import type { Bank } from '@/app/_server/process/bank'
import { inTime, outsideRequests } from '@/app/_server/process/deadlines'
import { refusedSoFar, takeEventLoopDelay } from '@/app/_server/process/own-figures'
import type { AlertRule } from '@/app/_wire/alerts'
import { type BackupState, readBackupState } from '@/db/backup/state'
import { type FeedState, readFeedState } from '@/db/feed/feed-state'
import { type Instance, presentInstances } from '@/db/operations/instances'
import { lastDone } from '@/db/operations/jobs'
import { countParked } from '@/db/operations/parked'
import type { InstanceFigures } from '@/db/operations-schema'
import { countAccess } from '@/db/people/access-log'
import { SUBSCRIBERS } from '@/db/projections/subscribers'
import { ignoredSnapshots } from '@/db/streams/event-rows'
import type { Reading } from './judge'
import { createWindow } from './window'

type Parts = Pick<Bank, 'db' | 'upkeep' | 'clockState'>

/** How long a query may wait for a connection before that is all one wants to know. */
const POOL_WAIT_MS_MAX = 3_000

/** What only this process can measure. */
export async function ownFigures(parts: Parts): Promise<InstanceFigures> {
  const [poolWaitMs, clock] = await Promise.all([poolWait(parts), ownClock(parts)])
  return {
    ...{ eventLoopMs: takeEventLoopDelay(), poolWaitMs, ...clock },
    ...{
      refused: refusedSoFar(),
      distrusted: ignoredSnapshots(),
      memoryBytes: process.memoryUsage().rss,
    },
  }
}

/** How long a query that takes no time waits for a connection of the pool that pages read by. */
async function poolWait({ db }: Parts): Promise<number> {
  const since = performance.now()
  const ask = () => inTime(POOL_WAIT_MS_MAX, async () => void (await db.$client`select 1`))
  await outsideRequests(ask).catch(() => {})
  return Math.round(performance.now() - since)
}

/** How this process's clock stands to the database's and to the log. */
async function ownClock({
  clockState,
}: Parts): Promise<Pick<InstanceFigures, 'clock' | 'clockMs'>> {
  const its = await clockState()
  if (its.state === 'sane') return { clock: null, clockMs: 0 }
  const clock =
    its.state === 'ahead' ? ('ahead of database' as const) : (`behind ${its.of}` as const)
  return { clock, clockMs: Math.round(its.byMs) }
}

const REFUSED_WINDOW_MS = 60_000
const DISTRUSTED_WINDOW_MS = 10 * 60_000
const SIGN_INS_WINDOW_MS = 5 * 60_000
const COUNTED_MAX = 10_000

/** Of a backup that was begun and never complete. */
const HOURS_UNKNOWN = 1_000

const CLOCK_WORDS = {
  'ahead of database': 'A server’s clock is ahead of the database’s',
  'behind database': 'A server’s clock is behind the database’s',
  'behind log': 'A server’s clock is behind the newest event',
} as const satisfies Record<NonNullable<InstanceFigures['clock']>, string>

/** Every rule but `database`, which each process judges for itself. */
export type ReadRule = Exclude<AlertRule, 'database'>

type Read = (nowMs: number) => Promise<Reading | null>

/** What the rules measure, in the units of `app/_wire/alerts.ts`; null: nothing to measure. */
export function createReadings(parts: Parts): Readonly<Record<ReadRule, Read>> {
  const { db, upkeep } = parts
  const refused = createWindow(REFUSED_WINDOW_MS)
  const distrusted = createWindow(DISTRUSTED_WINDOW_MS)
  const instances = () => presentInstances(upkeep)
  const countsOf = (all: readonly Instance[], of: 'refused' | 'distrusted') =>
    new Map(all.map(({ id, figures }) => [id, figures[of]]))
  const worst = async (of: (figures: InstanceFigures) => number) =>
    plain(Math.max(0, ...(await instances()).map(({ figures }) => of(figures))))
  return {
    disk: async () => {
      const disk = await diskNow()
      return disk && plain(Math.floor((disk.freeBytes / disk.sizeBytes) * 100))
    },
    clock: async () => {
      const [most] = (await instances())
        .map(({ figures }) => figures)
        .toSorted((one, other) => other.clockMs - one.clockMs)
      if (!most?.clock) return plain(0)
      return { value: Math.round(most.clockMs / 1000), about: CLOCK_WORDS[most.clock] }
    },
    'feed-lag': async () =>
      lagOf(
        await readFeedState(
          upkeep,
          SUBSCRIBERS.map(({ name }) => name),
        ),
      ),
    'parked-events': async () => plain(await countParked(upkeep)),
    drift: async () => {
      const job = await lastDone(upkeep, 'check')
      return job && plain(job.result.differences)
    },
    'backup-age': async () => backupAge(await readBackupState(upkeep)),
    'back-pressure': async nowMs => plain(refused(countsOf(await instances(), 'refused'), nowMs)),
    pool: () => worst(({ poolWaitMs }) => poolWaitMs),
    'event-loop': () => worst(({ eventLoopMs }) => eventLoopMs),
    snapshots: async nowMs => plain(distrusted(countsOf(await instances(), 'distrusted'), nowMs)),
    'failed-sign-ins': async nowMs => {
      const since = new Date(nowMs - SIGN_INS_WINDOW_MS)
      return plain(await countAccess(db, 'sign-in-failed', since, COUNTED_MAX))
    },
  }
}

/** A bank of which nobody has ever made a backup has no schedule that it could miss. */
function backupAge({ ageSeconds, startedAt, error }: BackupState): Reading | null {
  if (startedAt === null) return null
  const hours = ageSeconds === null ? HOURS_UNKNOWN : Math.floor(ageSeconds / 360) / 10
  return { value: hours, about: error }
}

function plain(value: number): Reading {
  return { value, about: null }
}

/** The longest wait in the feed, and whose it is. */
function lagOf({ waitingSeconds, subscribers }: FeedState): Reading {
  const all = [
    { name: 'The sequencer', lagSeconds: waitingSeconds },
    ...subscribers.map(({ name, lagSeconds }) => ({ name: `“${name}”`, lagSeconds })),
  ]
  const most = all.reduce((a, b) => (b.lagSeconds > a.lagSeconds ? b : a))
  return { value: Math.round(most.lagSeconds), about: most.lagSeconds > 0 ? most.name : null }
}
