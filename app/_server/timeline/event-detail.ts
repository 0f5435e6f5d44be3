import 'server-only'
import { cache } from 'react'
import { readableAccount } from '@/app/_server/accounts/accounts'
import { accountAt, eventJson } from '@/app/_server/accounts/wire'
import { readVersionCursor } from '@/app/_server/http/cursors'
import { foldAt } from '@/app/_server/past/book'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { EventDetailJson } from '@/app/_wire/types'
import { advance } from '@/db/streams/event-rows'

/** One event with what it did; null when there is none, or it is not the viewer's to read. */
export const eventDetail = cache(
  async (viewer: Viewer, id: string, versionText: string): Promise<EventDetailJson | null> => {
    const version = readVersionCursor(versionText)
    const row = await readableAccount(viewer, id)
    if (!row || version === null || version > row.version) return null
    const { store } = bank()
    const [stored, { stream }] = await Promise.all([
      store.readStoredEvent(row.id, version),
      foldAt(row.id, { version: version - 1 }),
    ])
    if (!stored) return null
    const after = accountAt(advance(stream, stored.recorded))
    if (!after) throw new Error(`Account ${row.id} has no state after event ${version}`)
    const { schemaVersion, data, metadata } = stored
    return {
      event: eventJson(stored.recorded),
      stored: { schemaVersion, data, metadata },
      before: accountAt(stream),
      after,
      newest: row.version,
    }
  },
)
