import 'server-only'
import type { IncomingMessage } from 'node:http'
import { hostOf } from '@/app/_server/http/origins'
import { recordAccess } from './access-log'

/** Entries for one origin come at most once in so long, and so many in a minute for all together. */
const ONCE_IN_MS = 10_000
const MINUTE_MAX = 60
const MINUTE_MS = 60_000

/** The longest name of a host that is written down. */
const HOST_LENGTH_MAX = 100

let minute = { beganMs: Number.NEGATIVE_INFINITY, count: 0 }

/**
 * Records that a request of another site's page was refused. Nobody is named: the cookie that came with
 * it is not the wish of its person. Anybody can send such requests, so the entries are bounded.
 */
export function recordForeign({ headers }: IncomingMessage): void {
  const nowMs = performance.now()
  if (nowMs - minute.beganMs >= MINUTE_MS) minute = { beganMs: nowMs, count: 0 }
  if (minute.count >= MINUTE_MAX) return
  const site = hostOf(headers.origin ?? '')?.slice(0, HOST_LENGTH_MAX) ?? null
  const isNew = recordAccess({
    kind: 'denied',
    by: null,
    detail: { right: 'other site', site },
    onceInMs: ONCE_IN_MS,
  })
  if (isNew) minute.count++
}
