import { newCommandId } from '@/app/_server/commands/command-ids'
import 'server-only'
import { dispatch } from '@/app/_server/commands/commands'
import { unavailableBecause } from '@/app/_server/http/problems'
import { currentViewer } from '@/app/_server/people/session'
import type { CommandBody, Problem } from '@/app/_wire/types'
import type { CommandFormState } from './form-state'
import { textOf } from './form-text'

/** Why the form's texts make no command, and the field at fault. */
type Unreadable<Field extends string> = { readonly field: Field; readonly sentence: string }

/** Builds the rest of the command from the form's texts, or says what is wrong with them. */
type BodyOf<Field extends string> = (
  values: Record<Field, string>,
  commandId: string,
) => CommandBody | Unreadable<Field>

/** The path of every command form: authenticate, parse, execute, answer. */
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
    // A form enters this instant as a date and a time.
    const field = answer.problem.field === 'occurredAt' ? 'date' : answer.problem.field
    // Without an answer the id is kept, so that a retry is idempotent.
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

/**
 * The problem when authentication fails; the form keeps its texts.
 * @throws errors other than trouble with the database
 */
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
  // The type of fromEntries loses the keys.
  return Object.fromEntries(fields.map(name => [name, textOf(form, name)])) as Record<Field, string>
}
