import 'server-only'
import { inTime, outsideRequests } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { troubleOf } from '@/db/trouble/failures'
import { CHECKS, type Check, type CheckName, type Checks, createChecks, sentenceOf } from './checks'

/** What a check found. `unknown`: the database is out of reach, so it was not asked. */
export type Finding = {
  readonly name: CheckName
  readonly state: 'ok' | 'warning' | 'failing' | 'unknown'
  /** What is wrong, in a sentence for the staff. */
  readonly why: string | null
}

/** How long each check may take. The database is asked first, then all others at once. */
const CHECK_MS = 900

/** Findings are shared this long, so that asking often costs the database nothing. */
const KEPT_MS = 1_000

type Found = { readonly atMs: number; readonly findings: Promise<readonly Finding[]> }

type Readiness = { readonly checks: Checks; found: Found | null; isAsking: boolean }

declare global {
  var daybookReadiness: Readiness | undefined
}

/**
 * Whether this process can serve, check by check. It takes two seconds at most, and all who ask
 * within a second, or while it is being found out, get one answer.
 */
export function findings(): Promise<readonly Finding[]> {
  globalThis.daybookReadiness ??= { checks: createChecks(), found: null, isAsking: false }
  const its = globalThis.daybookReadiness
  const atMs = performance.now()
  if (its.found && (its.isAsking || atMs - its.found.atMs < KEPT_MS)) return its.found.findings
  its.isAsking = true
  const findings = outsideRequests(() => checkAll(its.checks)).finally(() => {
    its.isAsking = false
  })
  its.found = { atMs, findings }
  return findings
}

/** Forgets what was found, and what the feed's places were; for tests. */
export function forgetFindings(): void {
  globalThis.daybookReadiness = undefined
}

async function checkAll(checks: Checks): Promise<readonly Finding[]> {
  const [database, disk] = await Promise.all([
    check('database', checks.database),
    check('disk', checks.disk),
  ])
  const isReached = database.state === 'ok'
  return Promise.all(
    CHECKS.map(name => {
      if (name === 'database') return database
      if (name === 'disk') return disk
      return isReached ? check(name, checks[name]) : { name, state: 'unknown', why: null }
    }),
  )
}

async function check(name: CheckName, ask: Check): Promise<Finding> {
  const found = await inTime(CHECK_MS, ask).catch((error: unknown) => {
    if (troubleOf(error) === null) logFailure(`The check “${name}” failed`, error)
    return sentenceOf(error)
  })
  if (found === null) return { name, state: 'ok', why: null }
  if (typeof found === 'string') return { name, state: 'failing', why: found }
  return { name, state: 'warning', why: found.warning }
}
