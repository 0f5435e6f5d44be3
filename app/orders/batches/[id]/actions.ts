'use server'

import { RedirectType, redirect } from 'next/navigation'
import { textOf } from '@/app/_commands/form-text'
import { isProofAsked, PROVE_FIRST } from '@/app/_commands/proof'
import { senderOf } from '@/app/_commands/submit-command'
import { batchPath } from '@/app/_orders/batch-words'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { dispatch } from '@/app/_server/commands/commands'
import { takeForm } from '@/app/_server/http/form-answers'
import { answerTooMany } from '@/app/_server/process/status'
import { readerZone } from '@/app/_time/reader'

/** The state of the form that decides on a batch: the id of its next command, and why not. */
export type DecisionState = {
  commandId: string
  reason: string
  refusal: { sentence: string; field: 'reason' | 'proof' | null; kind?: string } | null
}

/** Approves, rejects or withdraws a batch, and shows what became of it. */
export async function decideBatch(_: DecisionState, sent: FormData): Promise<DecisionState> {
  const form = takeForm(sent)
  const [batchId, commandId] = [textOf(form, 'batchId'), textOf(form, 'commandId')]
  const [type, reason] = [textOf(form, 'move'), textOf(form, 'reason')]
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return { commandId, reason, refusal: viewer }
  const body = { commandId, type, batchId, ...(type === 'RejectPaymentBatch' && { reason }) }
  const answer = await dispatch(viewer, body, await readerZone())
  if (answer.outcome !== 'refused') redirect(batchPath(batchId), RedirectType.replace)
  const { status, detail, field, retryAfter } = answer.problem
  if (isProofAsked(answer.problem)) {
    const kind = 'ConfirmationRequired'
    return { commandId, reason, refusal: { sentence: PROVE_FIRST, field: 'proof', kind } }
  }
  if (status === 429) answerTooMany(Number(retryAfter))
  // Without an answer the id is kept, so that nothing is done twice.
  const next = status === 503 ? commandId : newCommandId()
  const blamed = field === 'reason' ? field : null
  return { commandId: next, reason, refusal: { sentence: detail, field: blamed } }
}
