import 'server-only'
import { cache } from 'react'
import { accountAt } from '@/app/_server/accounts/wire'
import { readVersionCursor } from '@/app/_server/http/cursors'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableStream } from '@/app/_server/streams/access'
import { foldAt } from '@/app/_server/streams/book'
import { eventJson, stateJson } from '@/app/_server/streams/wire'
import type { EventDetailJson } from '@/app/_wire/types'
import { advance } from '@/db/streams/event-rows'

/** One event and its effect; null when it doesn't exist or the viewer may not read it. */
export const eventDetail = cache(
  async (viewer: Viewer, id: string, versionText: string): Promise<EventDetailJson | null> => {
    const version = readVersionCursor(versionText)
    const head = await readableStream(viewer, id)
    if (!head || version === null || version > head.version) return null
    const [stored, { stream: before }] = await Promise.all([
      bank().store.readStoredEvent(head.id, version),
      foldAt(head.id, { version: version - 1 }),
    ])
    if (!stored) return null
    const after = advance(before, stored.recorded)
    const { schemaVersion, data, metadata } = stored
    return {
      event: eventJson(stored.recorded),
      stored: { schemaVersion, data, metadata },
      title: head.title,
      before: before.version === 0 ? null : (accountAt(before) ?? stateJson(before, head.type)),
      after: accountAt(after) ?? stateJson(after, head.type),
      newest: head.version,
    }
  },
)
