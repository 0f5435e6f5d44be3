import 'server-only'
import { refresh } from 'next/cache'
import { textOf } from '@/app/_commands/form-text'
import { isProofAsked, PROVE_FIRST } from '@/app/_commands/proof'
import { refused, senderOf, troubleOrThrow, valuesOf } from '@/app/_commands/submit-command'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { takeForm } from '@/app/_server/http/form-answers'
import type { Viewer } from '@/app/_server/people/session'
import type { PersonChangeJson } from '@/app/_wire/people'
import type { Problem } from '@/app/_wire/types'
import type { PersonFormState } from './form-state'

type Send<Field extends string> = (
  viewer: Viewer,
  values: Record<Field, string>,
  commandId: string,
  form: FormData,
) => Promise<PersonChangeJson | Problem>

/** The path of every form that changes a person: authenticate, send, answer, show anew. */
export async function submitChange<Field extends string>(
  sent: FormData,
  fields: readonly Field[],
  send: Send<Field>,
): Promise<PersonFormState<Field>> {
  const form = takeForm(sent)
  const commandId = textOf(form, 'commandId')
  const values = valuesOf(form, fields)
  const stop = (next: string, field: Field | 'proof' | null, sentence: string, kind?: string) => ({
    ...refused(next, values, field, sentence, kind),
    accepted: null,
  })
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return stop(commandId, viewer.field, viewer.sentence)
  const answer = await send(viewer, values, commandId, form).catch(troubleOrThrow)
  if ('status' in answer) {
    if (isProofAsked(answer)) return stop(commandId, 'proof', PROVE_FIRST, 'ConfirmationRequired')
    // Without an answer the id is kept, so that a retry is idempotent.
    const next = answer.status === 503 ? commandId : newCommandId()
    const field = fields.find(name => name === answer.field) ?? null
    return stop(next, field, answer.detail)
  }
  refresh()
  const blank = valuesOf(new FormData(), fields)
  return { commandId: newCommandId(), values: blank, refusal: null, accepted: answer }
}
