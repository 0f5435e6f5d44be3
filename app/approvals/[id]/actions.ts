'use server'

import { RedirectType, redirect } from 'next/navigation'
import type { StepState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { isProofAsked, PROVE_FIRST } from '@/app/_commands/proof'
import { senderOf } from '@/app/_commands/submit-command'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { dispatch } from '@/app/_server/commands/commands'
import { takeForm } from '@/app/_server/http/form-answers'
import { readerZone } from '@/app/_time/reader'
import { approvalPath } from '@/app/_wire/stream-path'

/** Approves, rejects or withdraws a request, and shows what became of it. */
export async function decideRequest(_previous: StepState, sent: FormData): Promise<StepState> {
  const form = takeForm(sent)
  const [approvalId, commandId] = [textOf(form, 'approvalId'), textOf(form, 'commandId')]
  const reason = textOf(form, 'reason')
  const type = textOf(form, 'decision')
  const stop = (
    sentence: string,
    field: 'reason' | 'proof' | null = null,
    more: { id?: string; kind?: string } = {},
  ): StepState => {
    const { id = commandId, ...kind } = more
    return { commandId: id, reason, refusal: { sentence, field, ...kind } }
  }
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return stop(viewer.sentence, viewer.field)
  const body = { commandId, type, approvalId, ...(type === 'RejectRequest' && { reason }) }
  const answer = await dispatch(viewer, body, await readerZone())
  if (answer.outcome !== 'refused') redirect(approvalPath(approvalId), RedirectType.replace)
  const { status, detail, field } = answer.problem
  if (isProofAsked(answer.problem)) {
    return stop(PROVE_FIRST, 'proof', { kind: 'ConfirmationRequired' })
  }
  // Without an answer the id is kept, so that it isn't decided twice.
  const id = status === 503 ? commandId : newCommandId()
  return stop(detail, field === 'reason' ? field : null, { id })
}
