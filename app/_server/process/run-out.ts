import 'server-only'
import { endRunOut } from '@/db/people/sessions'
import type { Db } from '@/db/query'
import { sessionTimes } from './settings'

/** Between two looks for sessions that ran out. */
export const RUN_OUT_PAUSE_MS = 60_000

/** A use that another process has noted is written within a second or two, and may keep its session. */
const GRACE_MS = 2 * 60_000

const BATCH_MAX = 200

/**
 * Ends the sessions that nobody used any more, or that were as old as sessions get, with an entry in
 * the access log as of their end. They have been good for nothing since then.
 * @returns whether there may be more
 */
export async function recordRunOut(db: Db, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - GRACE_MS)
  const { lifetimeMs } = sessionTimes()
  return (await endRunOut(db, { before, most: BATCH_MAX, lifetimeMs })) === BATCH_MAX
}
