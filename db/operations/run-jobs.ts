import { randomUUID } from 'node:crypto'
import { unreachable } from '@/domain/unreachable'
import { type ArchiveRun, archiveEvents } from '../append/archive'
import { retentionAt, retentionDays } from '../append/retention'
import type { Sql } from '../connection'
import { feedHead } from '../feed/read-feed'
import type { ArchiveResult, CheckResult, JobResult } from '../operations-schema'
import { checkProjections, type Difference } from '../projections/check'
import { REBUILDS } from '../projections/rebuild'
import { ATTEMPTS_MAX, askJob, beat, claimJob, endJob, type Job } from './jobs'

/** Work that tells how far it is, and answers with what is kept of it. */
type Run = (hear: (done: number) => void) => Promise<JobResult>

/** How often progress is written. */
const BEAT_MS = 2_000

/** So many differences are kept with the result of a check. */
const KEPT_MAX = 50

const MESSAGE_LENGTH_MAX = 1_000

/** A run of the archive ends after an hour, so that other jobs have their turn; the next goes on there. */
const ARCHIVE_MS = 3_600_000

/** The logins that jobs need. */
type Logins = {
  /** The owner's: the web process's own can't write over read models. */
  readonly owner: Sql
  /** Opens the archivist's, which alone may move events. */
  openArchivist(): Sql
}

/**
 * Does the jobs that wait, one after the other, until there is none. Any number of processes may do
 * it at once.
 * @returns how many it did
 */
export async function runJobs(
  logins: Logins,
  onFailure: (error: unknown) => void,
): Promise<number> {
  const holder = randomUUID()
  const sql = logins.owner
  for (let count = 0; ; count++) {
    const job = await claimJob(sql, holder)
    if (!job) return count
    if (job.attempts > ATTEMPTS_MAX) await giveUp(sql, job)
    else await carryOut(sql, job, hear => work(logins, job, hear)).catch(onFailure)
  }
}

async function giveUp(sql: Sql, job: Job): Promise<void> {
  const error = `The process that did it ended before it was done, ${ATTEMPTS_MAX} times.`
  await endJob(sql, job, { outcome: 'failed', error })
}

/** @throws what the work failed with, after that was recorded */
async function carryOut(sql: Sql, job: Job, run: Run): Promise<void> {
  const progress = { done: 0, total: await totalOf(sql, job) }
  const tell = () => void beat(sql, job, progress.done, progress.total).catch(() => {})
  tell()
  const timer = setInterval(tell, BEAT_MS)
  try {
    const result = await run(done => {
      progress.done = done
    })
    await endJob(sql, job, { outcome: 'done', result, done: progress.done })
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    await endJob(sql, job, { outcome: 'failed', error: told.slice(0, MESSAGE_LENGTH_MAX) })
    throw error
  } finally {
    clearInterval(timer)
  }
}

async function work(
  { owner, openArchivist }: Logins,
  { kind, subject }: Pick<Job, 'kind' | 'subject'>,
  hear: (done: number) => void,
): Promise<JobResult> {
  switch (kind) {
    case 'check':
      return resultOf(await checkProjections(owner, hear))
    case 'archive': {
      const archivist = openArchivist()
      return archive(archivist, subject !== 'move', hear).finally(() => archivist.end())
    }
    case 'rebuild': {
      const rebuild = Object.hasOwn(REBUILDS, subject) ? REBUILDS[subject] : undefined
      if (!rebuild) throw new Error(`There is no read model “${subject}”.`)
      await rebuild(owner, hear)
      return null
    }
    default:
      return unreachable(kind)
  }
}

/** Moves what is old enough by the settings, or counts it. */
async function archive(
  archivist: Sql,
  isDry: boolean,
  onProgress: (moved: number) => void,
): Promise<ArchiveResult> {
  const days = retentionDays()
  if (days === null) throw new Error('DAYBOOK_ARCHIVE_AFTER_DAYS isn’t set: nothing is archived.')
  const until = performance.now() + ARCHIVE_MS
  const retention = retentionAt(new Date(), days)
  return keptOf(await archiveEvents(archivist, retention, { isDry, until, onProgress }))
}

function keptOf({ moved, byYear, isPart }: ArchiveRun): ArchiveResult {
  const years = [...byYear].map(([year, count]) => ({ year, count }))
  return { moved, byYear: years.sort((a, b) => a.year - b.year), isPart }
}

/** What is kept of a check. */
export function resultOf(differences: readonly Difference[]): CheckResult {
  const first = differences.slice(0, KEPT_MAX)
  return {
    differences: differences.length,
    first: first.map(({ where, key, sentence }) => ({ where, key, sentence })),
  }
}

/** About how many events or streams there are to do; null when that isn't known. */
async function totalOf(sql: Sql, { kind, subject }: Pick<Job, 'kind' | 'subject'>) {
  if (kind === 'archive') return null
  if (kind === 'rebuild' && subject !== 'accounts') return feedHead(sql)
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from accounts`
  return row?.count ?? null
}

/**
 * Does work that somebody asked for by hand, and records it as a job, so that the operations page
 * has it too.
 * @throws Error when the same work is under way, and what the work fails with
 */
export async function recordJob(
  sql: Sql,
  asked: Pick<Job, 'kind' | 'subject'>,
  run: Run,
): Promise<void> {
  const id = randomUUID()
  const isNew = await askJob(sql, { ...asked, id, askedBy: 'Command line' })
  const job = isNew ? await claimJob(sql, randomUUID(), id) : null
  if (!job) throw new Error(`This is under way already: ${asked.kind} of ${asked.subject}.`)
  await carryOut(sql, job, run)
}
