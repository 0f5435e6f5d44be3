import 'server-only'
import { retentionDays } from '@/db/append/retention'
import type { Sql } from '@/db/connection'
import { newEventId } from '@/db/ids'
import { askDueJob } from '@/db/operations/jobs'
import { callForJobs } from './call-for-jobs'
import { startRounds } from './hold-expiry'
import { intervalSeconds } from './interval'
import { logFailure } from './log'

/** The shortest time between two runs of the archive, in seconds. */
const EVERY_MIN = 3_600

/**
 * How often old events go to the archive by themselves (`DAYBOOK_ARCHIVE_EVERY`), in seconds; null:
 * only when somebody asks.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function archiveEverySeconds(env: NodeJS.ProcessEnv = process.env): number | null {
  const days = retentionDays(env)
  const { DAYBOOK_ARCHIVE_EVERY: every = '' } = env
  if (every === '') return null
  if (days === null) {
    throw new Error(
      'DAYBOOK_ARCHIVE_EVERY needs DAYBOOK_ARCHIVE_AFTER_DAYS: the age from which events are archived.',
    )
  }
  const seconds = intervalSeconds(every)
  if (seconds >= EVERY_MIN) return seconds
  throw new Error(
    `DAYBOOK_ARCHIVE_EVERY is “${every}”. Write a time such as 6h or 1d; an hour at least.`,
  )
}

/** How often a process looks whether a run is due. */
const ROUND_MS = 30_000

/** Has old events archived on the schedule of the settings; returns a function that stops it. */
export function startArchives(sql: Sql): () => Promise<void> {
  const everySeconds = archiveEverySeconds()
  if (everySeconds === null) return async () => {}
  return startRounds(
    () => archiveIfDue(sql, everySeconds),
    error => logFailure('Asking for a run of the archive failed; retrying', error),
    ROUND_MS,
  )
}

/**
 * Asks for a run of the archive if one is due. Every process tries, and one asks.
 * @returns false: no work is left
 */
export async function archiveIfDue(sql: Sql, everySeconds: number): Promise<boolean> {
  const asked = { id: newEventId(), kind: 'archive', subject: 'move', askedBy: 'The bank' } as const
  if (await askDueJob(sql, asked, everySeconds)) callForJobs()
  return false
}
