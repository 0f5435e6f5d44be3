import 'server-only'
import type { JobJson, LogCheckJson, ModelJson } from '@/app/_wire/operations'
import type { Sql } from '@/db/connection'
import { type Job, lastDone, listJobs } from '@/db/operations/jobs'
import { REBUILDS } from '@/db/projections/rebuild'

/** So many of the newest jobs are looked at: the last of each kind is among them. */
const LOOKED_AT_MAX = 100

/** Every read model with its last rebuild. */
export async function modelStates(sql: Sql): Promise<ModelJson[]> {
  const jobs = await listJobs(sql, LOOKED_AT_MAX)
  return Object.keys(REBUILDS).map(name => {
    const job = jobs.find(one => one.kind === 'rebuild' && one.subject === name)
    return { name, job: job ? jobJson(job) : null }
  })
}

/** The check of the log that is under way or was last tried, and what the last whole one found. */
export async function checkState(sql: Sql): Promise<LogCheckJson> {
  const [jobs, last] = await Promise.all([listJobs(sql, LOOKED_AT_MAX), lastDone(sql, 'check')])
  const job = jobs.find(one => one.kind === 'check')
  return {
    job: job ? jobJson(job) : null,
    found: last?.result && last.endedAt ? { at: last.endedAt.toISOString(), ...last.result } : null,
  }
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
