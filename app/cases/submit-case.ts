import 'server-only'
import { afterRefusal } from '@/app/_commands/after-refusal'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { refused, senderOf, type Unreadable, valuesOf } from '@/app/_commands/submit-command'
import { dispatch } from '@/app/_server/commands/commands'
import type { Viewer } from '@/app/_server/people/viewer'
import { readerZone } from '@/app/_time/reader'
import type { CaseFileBody, CaseFileJson } from '@/app/_wire/case-files'

/** A command without its id: the form has it. */
type Unsent<Body> = Body extends unknown ? Omit<Body, 'commandId'> : never

export type Built<Field extends string> = Unsent<CaseFileBody> | Unreadable<Field>

export type Sent<Field extends string> =
  | { readonly filed: CaseFileJson }
  | { readonly state: CommandFormState<Field> }

/** Sends what a form says of a case file; or the form again, with all that was typed. */
export async function submitCase<Field extends string>(
  form: FormData,
  fields: readonly Field[],
  bodyOf: (values: Record<Field, string>, viewer: Viewer) => Promise<Built<Field>>,
): Promise<Sent<Field>> {
  const commandId = textOf(form, 'commandId')
  const values = valuesOf(form, fields)
  const viewer = await senderOf(form)
  const stop = (field: Field | 'proof' | null, sentence: string) => ({
    state: refused(commandId, values, field, sentence),
  })
  if ('sentence' in viewer) return stop(viewer.field, viewer.sentence)
  const body = await bodyOf(values, viewer)
  if ('sentence' in body) return stop(body.field, body.sentence)
  const answer = await dispatch(viewer, { commandId, ...body }, await readerZone())
  if (answer.outcome === 'filed') return { filed: answer.caseFile }
  if (answer.outcome !== 'refused') throw new Error(`Command ${commandId} was of no case file`)
  const { problem } = answer
  const field = fields.find(one => one === problem.field) ?? null
  return { state: { values, ...afterRefusal(commandId, problem, field), accepted: null } }
}
