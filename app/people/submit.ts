import 'server-only'
import { refresh } from 'next/cache'
import { afterRefusal } from '@/app/_commands/after-refusal'
import { textOf } from '@/app/_commands/form-text'
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
  const viewer = await senderOf(form)
  if ('sentence' in viewer) {
    return { ...refused(commandId, values, viewer.field, viewer.sentence), accepted: null }
  }
  const answer = await send(viewer, values, commandId, form).catch(troubleOrThrow)
  if ('status' in answer) {
    const field = fields.find(name => name === answer.field) ?? null
    return { values, ...afterRefusal(commandId, answer, field), accepted: null }
  }
  refresh()
  const blank = valuesOf(new FormData(), fields)
  return { commandId: newCommandId(), values: blank, refusal: null, accepted: answer }
}
