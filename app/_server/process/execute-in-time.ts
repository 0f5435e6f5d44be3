import 'server-only'
import { DeadlinePassed } from '@/db/trouble/bounds'
import type { Answer, CommandEnvelope, TroubleReason } from '@/domain/event-sourcing/ports'
import { notKnown } from '@/domain/event-sourcing/unavailable'
import { bank } from './bank'
import { DEADLINES, inTime, leftMs } from './deadlines'

/** Reserved for writing the answer, out of the time that the request has left. */
const ANSWER_MS = 200

/** Executes a command. Time lost before it starts counts against the request's deadline. */
export function executeInTime(envelope: CommandEnvelope): Promise<Answer> {
  const left = leftMs() ?? DEADLINES.command
  return inTime(left - ANSWER_MS, () => bank().execute(envelope)).catch((error: unknown) => {
    if (error instanceof DeadlinePassed) return notKnown(troubleJustMet())
    throw error
  })
}

function troubleJustMet(): TroubleReason | null {
  const trouble = bank().recording.trouble()
  return trouble?.isFresh ? trouble.reason : null
}
