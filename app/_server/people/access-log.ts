import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { currentClient } from '@/app/_server/process/current-request'
import { logFailure } from '@/app/_server/process/log'
import type { AccessDetail } from '@/db/access-schema'
import type { Viewer } from './viewer'

/** What the access log tells; each kind has its words in app/access/access-words.ts. */
export type AccessKind =
  | 'signed-in'
  | 'sign-in-failed'
  | 'signed-out'
  | 'session-ended'
  | 'confirmed'
  | 'denied'
  | 'person-invited'
  | 'role-changed'
  | 'person-disabled'
  | 'person-enabled'
  | 'credentials-changed'
  | 'exported'
  | 'account-viewed'
  | 'token-made'
  | 'token-used'
  | 'token-revoked'
  | 'parked-retried'
  | 'checkpoint-reset'
  | 'rebuild-asked'
  | 'check-asked'
  | 'archive-asked'

export type AccessEntry = {
  readonly kind: AccessKind
  /** Who did it, as far as known: a viewer, or the id of a person; null: nobody that the bank knows. */
  readonly by: Pick<Viewer, 'kind' | 'userId' | 'role'> | string | null
  /** The id of the account, person, session or token that it is about. */
  readonly subject?: string | null
  /** Short facts for the reader. No secrets, and no e-mail addresses. */
  readonly detail?: AccessDetail
  /** Recorded at most once in so long, for the same kind, actor, subject and facts. */
  readonly onceInMs?: number
}

/**
 * Adds an entry to the access log, out of the way of the request: it never throws, and nothing waits
 * for it. The address is that of the request which is being answered.
 * @returns whether it is no repetition
 */
export function recordAccess({
  kind,
  by,
  subject = null,
  detail = {},
  onceInMs,
}: AccessEntry): boolean {
  const actor =
    by === null || typeof by === 'string'
      ? { actorKind: by === null ? null : ('person' as const), actorId: by, role: null }
      : { actorKind: by.kind, actorId: by.userId, role: by.role }
  const at = new Date()
  const key = [kind, actor.actorId, subject, JSON.stringify(detail)].join(' ')
  if (onceInMs && isRepeated(key, at.getTime(), onceInMs)) return false
  try {
    bank().access.add({ at, kind, ...actor, address: currentClient(), subject, detail })
  } catch (error) {
    logFailure('An entry of the access log was lost', error)
  }
  return true
}

/** The most kinds of repeated entries that are remembered; the oldest goes first. */
const REMEMBERED_MAX = 20_000

declare global {
  var daybookAccessSeen: Map<string, number> | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function isRepeated(key: string, nowMs: number, withinMs: number): boolean {
  globalThis.daybookAccessSeen ??= new Map()
  const seen = globalThis.daybookAccessSeen
  const before = seen.get(key)
  if (before !== undefined && nowMs - before < withinMs) return true
  seen.delete(key)
  seen.set(key, nowMs)
  const [oldest] = seen.keys()
  if (seen.size > REMEMBERED_MAX && oldest !== undefined) seen.delete(oldest)
  return false
}
