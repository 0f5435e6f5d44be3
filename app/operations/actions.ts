'use server'

import { refresh } from 'next/cache'
import { textOf } from '@/app/_commands/form-text'
import { isProofAsked, PROVE_FIRST } from '@/app/_commands/proof'
import { senderOf } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'
import { OPERATIONS, operate } from '@/app/_server/operations/operate'

/** What came of it: a sentence, or why it was refused; `field` is `proof` if the form must have one. */
export type OperateState = {
  readonly told: string | null
  readonly refusal: {
    readonly field: string | null
    readonly sentence: string
    readonly kind?: string
  } | null
}

/** Each button of the page: `operation` says what, `subject` to what. */
export async function operateBank(_: OperateState, sent: FormData): Promise<OperateState> {
  const form = takeForm(sent)
  const stop = (sentence: string, field: string | null = null, kind?: string): OperateState => ({
    told: null,
    refusal: { field, sentence, ...(kind && { kind }) },
  })
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return stop(viewer.sentence, viewer.field)
  const operation = OPERATIONS.find(name => name === textOf(form, 'operation'))
  if (!operation) return stop('Open the page again, then try again.')
  const answer = await operate(viewer, operation, textOf(form, 'subject'))
  if (typeof answer !== 'string') {
    return isProofAsked(answer)
      ? stop(PROVE_FIRST, 'proof', 'ConfirmationRequired')
      : stop(answer.detail)
  }
  refresh()
  return { told: answer, refusal: null }
}
