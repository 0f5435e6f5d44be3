import { newCommandId } from '@/app/_server/commands/command-ids'
import 'server-only'
import { dispatch } from '@/app/_server/commands/commands'
import { unavailableBecause } from '@/app/_server/http/problems'
import { currentViewer } from '@/app/_server/people/session'
import type { CommandBody, Problem } from '@/app/_wire/types'
import type { CommandFormState } from './form-state'
import { textOf } from './form-text'

/** Why the texts of a form make no command, beside the field to blame. */
type Unreadable<Field extends string> = { readonly field: Field; readonly sentence: string }

/** Server actions fill in the rest of the command from these texts, or say what is wrong in them. */
type BodyOf<Field extends string> = (
  values: Record<Field, string>,
  commandId: string,
) => CommandBody | Unreadable<Field>

/** Who, read, do, answer: the one way that every form takes to the bank. */
export async function submitCommand<Field extends string>(
  form: FormData,
  fields: readonly Field[],
  bodyOf: BodyOf<Field>,
): Promise<CommandFormState<Field>> {
  const commandId = textOf(form, 'commandId')
  const values = valuesOf(form, fields)
  const viewer = await currentViewer().catch(troubleOrThrow)
  if (!viewer) return refused(commandId, values, null, SIGNED_OUT)
  if ('detail' in viewer) return refused(commandId, values, null, viewer.detail)

  const body = bodyOf(values, commandId)
  if ('sentence' in body) return refused(commandId, values, body.field, body.sentence)
  const answer = await dispatch(viewer, body)
  if (answer.outcome === 'refused') {
    const { status } = answer.problem
    // A form asks for the moment by its date and its time.
    const field = answer.problem.field === 'occurredAt' ? 'date' : answer.problem.field
    // Without an answer the id stays: asking again can't do it twice.
    const next = status === 503 ? commandId : newCommandId()
    const blamed = fields.find(name => name === field) ?? null
    return refused(next, values, blamed, sentenceOf(answer.problem))
  }
  const event = answer.events.at(-1)
  if (!event) throw new Error(`Command ${commandId} was accepted without an event`)
  return {
    commandId: newCommandId(),
    values: valuesOf(new FormData(), fields),
    refusal: null,
    accepted: { account: answer.account, event },
  }
}

/** Why nobody could be looked up: what was typed stays in the form. @throws what is no trouble */
function troubleOrThrow(error: unknown): Problem {
  const trouble = unavailableBecause(error)
  if (!trouble) throw error
  return trouble
}

const SIGNED_OUT =
  'You are signed out, so nothing was recorded. Sign in again in another tab, then submit again.'

const REUSED =
  'This form was already submitted with other values. Check the audit trail, then submit again.'

function sentenceOf({ status, detail }: Problem): string {
  return status === 409 ? REUSED : detail
}

function refused<Field extends string>(
  commandId: string,
  values: Record<Field, string>,
  field: Field | null,
  sentence: string,
): CommandFormState<Field> {
  return { commandId, values, refusal: { sentence, field }, accepted: null }
}

function valuesOf<Field extends string>(form: FormData, fields: readonly Field[]) {
  // fromEntries forgets which keys it was given.
  return Object.fromEntries(fields.map(name => [name, textOf(form, name)])) as Record<Field, string>
}
