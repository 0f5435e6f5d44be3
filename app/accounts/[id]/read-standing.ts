import 'server-only'
import { listEvents } from '@/app/_server/accounts/accounts'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import type { AccountJson } from '@/app/_wire/types'

/** Since when an account is frozen or closed. */
export type Standing = {
  readonly status: 'frozen' | 'closed'
  readonly since: string
  /** Who did it; null for customers, who are told the reason only. */
  readonly by: string | null
}

const EVENTS = { frozen: 'AccountFrozen', closed: 'AccountClosed' } as const

/** Null for an account that is open. */
export async function readStanding(
  viewer: Viewer,
  { id, status }: AccountJson,
): Promise<Standing | null> {
  if (status === 'open') return null
  const events = await listEvents(viewer, id, { type: EVENTS[status], limit: 1 })
  const [newest] = events?.items ?? []
  if (!newest) return null
  return {
    status,
    since: newest.occurredAt,
    by: may(viewer, 'readBank') ? newest.actor.name : null,
  }
}
