import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { eventJson } from '@/app/_server/streams/wire'
import type { EventJson } from '@/app/_wire/types'
import type { ResolvedView } from './timeline-query'

/** With more late entries than this, the days of a list have no closing balances. */
const LATES_MAX = 200

/** The late entries of an account, which its closing balances count; null for too many. */
export async function readLates(id: string, newest: number): Promise<EventJson[] | null> {
  const { events } = await bank().store.readTimeline(id, {
    filter: { late: true },
    order: 'desc',
    newest,
    limit: LATES_MAX + 1,
  })
  return events.length > LATES_MAX ? null : events.map(eventJson)
}

/**
 * The version at which a stream's list starts when opened at a moment: the last event by then, or
 * the first since. Null for a list opened at its beginning.
 */
export async function openingVersion(
  id: string,
  { at, order }: ResolvedView,
  newest: number,
): Promise<number | null> {
  if (at === null) return null
  const exclusive = order === 'asc'
  const last = await bank().store.lastVersionAt(id, 'frontier_at', {
    instant: at,
    newest,
    exclusive,
  })
  return order === 'asc' ? Math.min(last + 1, newest) : Math.max(last, 1)
}
