import 'server-only'
import { cache } from 'react'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableStream } from '@/app/_server/streams/access'
import type { AttemptDetailJson } from '@/app/_wire/attempt-detail'
import { isUuid } from '@/app/_wire/uuid'
import { refusalJson } from './refusals'

/**
 * One refused command on a stream; null when there is none or the viewer may not read the stream.
 * As in the lists, staff also see what was refused before an account was opened.
 */
export const attemptDetail = cache(
  async (viewer: Viewer, id: string, commandId: string): Promise<AttemptDetailJson | null> => {
    if (!isUuid(id) || !isUuid(commandId)) return null
    const stream = await readableStream(viewer, id)
    if (!stream && !may(viewer, 'readBankEvents')) return null
    const refused = await bank().store.findRefusal(id.toLowerCase(), commandId.toLowerCase())
    if (!refused) return null
    return {
      refusal: refusalJson(refused, stream?.currency ?? null),
      title: stream?.title ?? null,
      command:
        may(viewer, 'readBankEvents') || refused.actor.id === viewer.userId
          ? asJson(refused.command)
          : null,
    }
  },
)

/** A stored command has only JSON. */
function asJson(command: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(command))
}
