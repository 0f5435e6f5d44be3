'use server'

import { RedirectType, redirect } from 'next/navigation'
import { textOf } from '@/app/_commands/form-text'
import { isProofAsked, PROVE_FIRST } from '@/app/_commands/proof'
import { senderOf } from '@/app/_commands/submit-command'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { dispatch } from '@/app/_server/commands/commands'
import { takeForm } from '@/app/_server/http/form-answers'
import { answerTooMany } from '@/app/_server/process/status'
import { readerZone } from '@/app/_time/reader'
import { orderPath } from '@/app/_wire/stream-path'

type Field = 'reason' | 'proof' | null

/** The state of the form that moves an order on: the id of its next command, and why not. */
export type StepState = {
  commandId: string
  reason: string
  refusal: { sentence: string; field: Field; kind?: string } | null
}

/** Submits, approves, rejects, pauses, resumes or cancels an order, and shows what became of it. */
export async function moveOrder(_previous: StepState, sent: FormData): Promise<StepState> {
  const form = takeForm(sent)
  const [orderId, commandId] = [textOf(form, 'orderId'), textOf(form, 'commandId')]
  const [type, reason] = [textOf(form, 'move'), textOf(form, 'reason')]
  const stop = (id: string, sentence: string, field: Field, kind?: string): StepState => {
    return { commandId: id, reason, refusal: { sentence, field, ...(kind && { kind }) } }
  }
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return stop(commandId, viewer.sentence, viewer.field)
  const body = { commandId, type, orderId, ...(type === 'RejectPaymentOrder' && { reason }) }
  const answer = await dispatch(viewer, body, await readerZone())
  if (answer.outcome !== 'refused') redirect(orderPath(orderId), RedirectType.replace)
  const { status, detail, field, retryAfter } = answer.problem
  if (isProofAsked(answer.problem)) {
    return stop(commandId, PROVE_FIRST, 'proof', 'ConfirmationRequired')
  }
  if (status === 429) answerTooMany(Number(retryAfter))
  // Without an answer the id is kept, so that nothing is done twice.
  const id = status === 503 || status === 429 ? commandId : newCommandId()
  return stop(id, detail, field === 'reason' ? field : null)
}
