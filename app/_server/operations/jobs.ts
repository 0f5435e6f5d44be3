import 'server-only'
import { archiveEverySeconds } from '@/app/_server/process/archives'
import type {
  ArchivedJson,
  ArchiveJson,
  JobJson,
  LogCheckJson,
  ModelJson,
} from '@/app/_wire/operations'
import { retentionDays } from '@/db/append/retention'
import type { Sql } from '@/db/connection'
import { type Job, lastDone, listJobs } from '@/db/operations/jobs'
import { REBUILDS } from '@/db/projections/rebuild'
import { horizonOf } from '@/db/streams/horizon'

/** So many of the newest jobs are looked at: the last of each kind is among them. */
const LOOKED_AT_MAX = 100

/** The newest jobs, which the states below have in common. */
export function newestJobs(sql: Sql): Promise<Jobs> {
  return listJobs(sql, LOOKED_AT_MAX)
}

type Jobs = readonly Job[]

/** Every read model with its last rebuild. */
export function modelStates(jobs: Jobs): ModelJson[] {
  return Object.keys(REBUILDS).map(name => {
    const job = jobs.find(one => one.kind === 'rebuild' && one.subject === name)
    return { name, job: job ? jobJson(job) : null }
  })
}

/** The check of the log that is under way or was last tried, and what the last whole one found. */
export async function checkState(sql: Sql, newest: Promise<Jobs>): Promise<LogCheckJson> {
  const [jobs, last] = await Promise.all([newest, lastDone(sql, 'check')])
  const job = jobs.find(one => one.kind === 'check')
  return {
    job: job ? jobJson(job) : null,
    found: last && { at: last.endedAt.toISOString(), ...last.result },
  }
}

/** What goes to the archive and when; what the last run moved, and the last dry run counted. */
export async function archiveState(sql: Sql, newest: Promise<Jobs>): Promise<ArchiveJson> {
  const [jobs, moved, counted, horizon] = await Promise.all([
    newest,
    lastDone(sql, 'archive', 'move'),
    lastDone(sql, 'archive', 'count'),
    horizonOf(sql),
  ])
  const of = (subject: string) =>
    jobs.find(one => one.kind === 'archive' && one.subject === subject) ?? null
  const [move, count] = [of('move'), of('count')]
  const days = retentionDays()
  return {
    after: days && { days: finite(days.days), closedDays: finite(days.closedDays) },
    nextAt: nextRunAt(move, moved?.result.isPart ?? false),
    move: { job: move && jobJson(move), last: archived(moved) },
    count: { job: count && jobJson(count), last: archived(counted) },
    coldUntil: horizon?.year ?? null,
  }
}

function finite(days: number): number | null {
  return Number.isFinite(days) ? days : null
}

function archived(last: Last): ArchivedJson | null {
  return last && { at: last.endedAt.toISOString(), ...last.result }
}

type Last = Awaited<ReturnType<typeof lastDone<'archive'>>>

/** When the next run is due; null without a schedule. */
function nextRunAt(last: Job | null, isPart: boolean): string | null {
  const everySeconds = archiveEverySeconds()
  if (everySeconds === null) return null
  if (last === null || last.endedAt === null || isPart) return new Date().toISOString()
  return new Date(last.askedAt.getTime() + everySeconds * 1_000).toISOString()
}

function jobJson(job: Job): JobJson {
  const { askedAt, askedBy, startedAt, endedAt, until, done, total, error, outcome } = job
  const isAlive = startedAt !== null && until !== null && until.getTime() > Date.now()
  const isOver = startedAt !== null && endedAt !== null
  return {
    state: outcome ?? (isAlive ? 'running' : 'waiting'),
    ...{ askedAt: askedAt.toISOString(), askedBy, endedAt: endedAt?.toISOString() ?? null },
    seconds: isOver ? (endedAt.getTime() - startedAt.getTime()) / 1000 : null,
    ...{ done, total, error },
  }
}
