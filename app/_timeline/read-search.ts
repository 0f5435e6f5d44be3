import 'server-only'
import { readTimelineCursor, type TimelineCursor } from '@/app/_server/http/cursors'
import { type ReadTimelineView, readTimelineView } from '@/app/_wire/timeline'

/** The query of a page's address; `cursor` pages through a list without scripts. */
export function readSearch(query: Record<string, string | string[] | undefined>): {
  read: ReadTimelineView
  cursor: TimelineCursor | null
} {
  const { cursor: text, ...rest } = query
  const read = readTimelineView(rest)
  if (text === undefined) return { read, cursor: null }
  const cursor = typeof text === 'string' ? readTimelineCursor(text) : null
  if (cursor) return { read, cursor }
  const fault = { field: 'cursor', reason: 'page-cursor' } as const
  return { read: { ...read, faults: [...read.faults, fault] }, cursor: null }
}
