import 'server-only'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { refused, senderOf, type Unreadable, valuesOf } from '@/app/_commands/submit-command'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { dispatch } from '@/app/_server/commands/commands'
import type { Viewer } from '@/app/_server/people/viewer'
import { answerTooMany } from '@/app/_server/process/status'
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
  const stop = (id: string, field: Field | 'proof' | null, sentence: string, kind?: string) => ({
    state: refused(id, values, field, sentence, kind),
  })
  if ('sentence' in viewer) return stop(commandId, viewer.field, viewer.sentence)
  const body = await bodyOf(values, viewer)
  if ('sentence' in body) return stop(commandId, body.field, body.sentence)
  const answer = await dispatch(viewer, { commandId, ...body }, await readerZone())
  if (answer.outcome === 'filed') return { filed: answer.caseFile }
  if (answer.outcome !== 'refused') throw new Error(`Command ${commandId} was of no case file`)
  const { problem } = answer
  if (problem.status === 429) answerTooMany(Number(problem.retryAfter))
  // Without an answer the id is kept, so that a retry is idempotent.
  const id = problem.status === 503 || problem.status === 429 ? commandId : newCommandId()
  const field = fields.find(one => one === problem.field) ?? null
  return stop(id, field, problem.detail, problem.type.split(':').at(-1))
}
