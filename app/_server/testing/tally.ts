import 'server-only'
import { may } from '@/app/_server/people/rights'
import { bank } from '@/app/_server/process/bank'
import { registerAccess } from '@/app/_server/streams/access'
import { register } from '@/db/codecs/registry'
import { ACTOR } from '@/db/testing/streams'
import { type TallyCommand, tally, tallyCodec } from '@/db/testing/tally/tally'
import { stateOf } from '@/domain/event-sourcing/stream'

/** Registers the test-only aggregate with the store; it has no access rule yet. */
export function registerTally(): void {
  register({ aggregate: tally, codec: tallyCodec })
}

/** Lets staff read tallies. */
export function letStaffReadTallies(): void {
  registerAccess(tally.type, (viewer, stream) => {
    const title = stateOf(tally, stream)?.subject
    return may(viewer, 'readBank') && title ? { title, currency: null } : null
  })
}

/** Counts visits on a new tally; a step that is no number becomes a refused command. */
export async function countVisits(...steps: string[]): Promise<string> {
  const id = crypto.randomUUID()
  const commands: TallyCommand[] = [
    { type: 'BeginTally', subject: 'Visits' },
    ...steps.map(by => ({ type: 'CountUp', by }) as const),
  ]
  for (const command of commands) {
    const stream = { type: tally.type, id }
    const commandId = crypto.randomUUID()
    await bank().execute({ commandId, stream, actor: ACTOR, correlationId: null, command })
  }
  return id
}
