import 'server-only'
import { outcomeOf } from '@/app/_server/metrics/meters'
import type { Desk } from '@/db/directory/desk'
import { bank } from './bank'
import { noteCommand } from './request-notes'

/** Where the web process changes people. */
export function peopleDesk(): Desk {
  const { db, execute, store } = bank()
  return {
    db,
    async execute(envelope) {
      const answer = await execute(envelope)
      noteCommand(envelope.commandId, outcomeOf(answer))
      return answer
    },
    followPeople: store.followPeople,
  }
}
