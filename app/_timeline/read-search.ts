import 'server-only'
import { readTimelineCursor, type TimelineCursor } from '@/app/_server/http/cursors'
import { type ReadTimelineView, readTimelineView } from '@/app/_wire/timeline'
import { withTypedBounds } from '@/app/_wire/typed-bounds'

/**
 * The query of a page's address. `cursor` pages through a list without scripts, and `scripts=off`
 * says that there are none. Amounts are read as people type them; `currency` is the account's.
 */
export function readSearch(
  query: Record<string, string | string[] | undefined>,
  currency: string | null = null,
): { read: ReadTimelineView; cursor: TimelineCursor | null; scripts: boolean } {
  const { cursor: text, scripts: without, ...rest } = query
  const scripts = without !== 'off'
  const typed = withTypedBounds(rest, currency)
  const { view, faults } = readTimelineView(typed.query)
  const read = { view, faults: [...typed.faults, ...faults] }
  if (text === undefined) return { read, cursor: null, scripts }
  const cursor = typeof text === 'string' ? readTimelineCursor(text) : null
  if (cursor) return { read, cursor, scripts }
  const fault = { field: 'cursor', reason: 'page-cursor' } as const
  return { read: { ...read, faults: [...read.faults, fault] }, cursor: null, scripts }
}
