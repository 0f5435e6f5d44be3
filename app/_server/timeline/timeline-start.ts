import 'server-only'
import { bank } from '@/app/_server/process/bank'
import type { ResolvedView } from './timeline-query'

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
