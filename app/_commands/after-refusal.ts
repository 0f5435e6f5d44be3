import 'server-only'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { answerTooMany } from '@/app/_server/process/status'
import type { Problem } from '@/app/_wire/types'
import type { CommandFormState } from './form-state'
import { isProofAsked, PROVE_FIRST } from './proof'

/**
 * What a form has after its command was refused: the id of its next command, and why. Without an
 * answer the id is kept, so that a retry is idempotent.
 * @param field what the form calls the input at fault, if it has it
 */
export function afterRefusal<Field extends string>(
  commandId: string,
  problem: Problem,
  field: Field | null,
): Pick<CommandFormState<Field>, 'commandId' | 'refusal'> {
  if (isProofAsked(problem)) {
    const kind = 'ConfirmationRequired'
    return { commandId, refusal: { sentence: PROVE_FIRST, field: 'proof', kind } }
  }
  const { status, retryAfter, detail: sentence, type } = problem
  if (status === 429) answerTooMany(Number(retryAfter))
  const isUnanswered = status === 503 || status === 429
  const kind = type.slice(type.lastIndexOf(':') + 1)
  return {
    commandId: isUnanswered ? commandId : newCommandId(),
    refusal: { sentence, field, kind },
  }
}
