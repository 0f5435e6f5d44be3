import 'server-only'
import { bank } from '@/app/_server/process/bank'
import type { ResolvedView } from './timeline-query'

/**
 * The number of the event that a plain list of a stream opens with, when it is opened at a moment:
 * the last one by then, or the first since. Null for a list that is opened at its beginning.
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
