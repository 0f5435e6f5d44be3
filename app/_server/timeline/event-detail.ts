import 'server-only'
import { cache } from 'react'
import { shownState } from '@/app/_server/accounts/wire'
import { readVersionCursor } from '@/app/_server/http/cursors'
import { peopleIn } from '@/app/_server/people/customers'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { lookUpAccount, readableStream } from '@/app/_server/streams/access'
import { foldAt } from '@/app/_server/streams/book'
import { isReversible, withTies } from '@/app/_server/streams/ties'
import { eventJson } from '@/app/_server/streams/wire'
import { otherAccountOf } from '@/app/_wire/event-data'
import type { EventDetailJson } from '@/app/_wire/event-detail'
import type { EventJson } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { advance } from '@/db/streams/event-rows'

/** One event and its effect; null when it doesn't exist or the viewer may not read it. */
export const eventDetail = cache(
  async (viewer: Viewer, id: string, versionText: string): Promise<EventDetailJson | null> => {
    const version = readVersionCursor(versionText)
    const head = await readableStream(viewer, id)
    if (!head || version === null || version > head.version) return null
    const [stored, { stream }] = await Promise.all([
      bank().store.readStoredEvent(head.id, version),
      foldAt(head.id, { version: version - 1 }),
    ])
    if (!stored) return null
    const before = stream.version === 0 ? null : shownState(stream, head.type)
    const after = shownState(advance(stream, stored.recorded), head.type)
    const plain = eventJson(stored.recorded)
    const [[event = plain], other, placedBy, people] = await Promise.all([
      withTies(viewer, [plain]),
      otherSideOf(viewer, plain),
      placingOf(plain),
      peopleIn(viewer, [before, after]),
    ])
    const { schemaVersion, data, metadata } = stored
    return {
      event,
      stored: { schemaVersion, data, metadata },
      title: head.title,
      before,
      after,
      newest: head.version,
      other,
      placedBy,
      people,
      mayReverse:
        may(viewer, 'reverse') && isReversible(event) && event.ties?.reversedBy === undefined,
    }
  },
)

async function otherSideOf(viewer: Viewer, event: EventJson): Promise<EventDetailJson['other']> {
  const other = otherAccountOf(event)
  if (!other) return null
  const { accountId, number, owner } = other
  const readable = event.commandId === null ? null : await lookUpAccount(viewer, accountId)
  const found =
    readable && event.commandId
      ? await bank().store.findEventsOfCommand(accountId, event.commandId)
      : []
  return { accountId, number, owner, version: found[0]?.version ?? null }
}

/** The event that placed the hold that an event ends: that of the command with the hold's id. */
async function placingOf({ accountId, version, data }: EventJson): Promise<number | null> {
  if (typeof data.holdId !== 'string' || !isUuid(data.holdId)) return null
  const [placing] = await bank().store.findEventsOfCommand(accountId, data.holdId)
  return placing && placing.version < version ? placing.version : null
}
