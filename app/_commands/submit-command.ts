import 'server-only'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { dispatch } from '@/app/_server/commands/commands'
import { unavailableBecause } from '@/app/_server/http/problems'
import { currentViewer, type Viewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import type { CommandBody } from '@/app/_wire/commands'
import type { Problem } from '@/app/_wire/types'
import { afterRefusal } from './after-refusal'
import type { CommandFormState } from './form-state'
import { textOf } from './form-text'
import { withProof } from './proof'

/** Why the form's texts make no command, and the field at fault if there is one. */
export type Unreadable<Field extends string> = {
  readonly field: Field | null
  readonly sentence: string
  readonly kind?: string
}

/** Builds the rest of the command from the form's texts, or says what is wrong with them. */
type BodyOf<Field extends string> = (
  values: Record<Field, string>,
  commandId: string,
  viewer: Viewer,
) => CommandBody | Unreadable<Field> | Promise<CommandBody | Unreadable<Field>>

/** The path of every command form: authenticate, parse, execute, answer. */
export async function submitCommand<Field extends string>(
  form: FormData,
  fields: readonly Field[],
  bodyOf: BodyOf<Field>,
): Promise<CommandFormState<Field>> {
  const commandId = textOf(form, 'commandId')
  const values = valuesOf(form, fields)
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return refused(commandId, values, viewer.field, viewer.sentence)

  const body = await Promise.resolve(bodyOf(values, commandId, viewer)).catch(troubleOrThrow)
  if ('detail' in body) return refused(commandId, values, null, body.detail)
  if ('sentence' in body) {
    return refused(commandId, values, body.field, body.sentence, body.kind)
  }
  const answer = await dispatch(viewer, body, await readerZone())
  if (answer.outcome === 'refused') {
    const { field: named = '' } = answer.problem
    const field = FORM_NAMES.get(named) ?? named
    const blamed = fields.find(name => name === field) ?? null
    const problem = { ...answer.problem, detail: sentenceOf(answer.problem) }
    return { values, ...afterRefusal(commandId, problem, blamed), accepted: null }
  }
  const done = {
    commandId: newCommandId(),
    values: valuesOf(new FormData(), fields),
    refusal: null,
  }
  if (answer.outcome === 'requested') {
    return { ...done, accepted: null, requested: answer.approvalId }
  }
  if (answer.outcome !== 'accepted') throw new Error(`Command ${commandId} was a decision`)
  const event = answer.events.at(-1)
  if (!event) throw new Error(`Command ${commandId} was accepted without an event`)
  return { ...done, accepted: { account: answer.account, event } }
}

/** Who sent a form, after the proof in it; or why nobody may, and the field at fault. */
export async function senderOf(
  form: FormData,
): Promise<Viewer | { readonly field: 'proof' | null; readonly sentence: string }> {
  const asked = await currentViewer().catch(troubleOrThrow)
  if (!asked) return { field: null, sentence: SIGNED_OUT }
  if ('detail' in asked) return { field: null, sentence: asked.detail }
  const viewer = await withProof(asked, form).catch(troubleOrThrow)
  if ('detail' in viewer) return { field: null, sentence: viewer.detail }
  return 'sentence' in viewer ? { field: 'proof', sentence: viewer.sentence } : viewer
}

/** A form enters an instant as a date, a time and a zone, and any zone as `zone`. */
const FORM_NAMES: ReadonlyMap<string, string> = new Map([
  ['occurredAt', 'date'],
  ['expiresAt', 'date'],
  ['timeZone', 'zone'],
  ['toNumber', 'number'],
  ['toAccountId', 'payee'],
])

/**
 * The problem when authentication fails; the form keeps its texts.
 * @throws errors other than trouble with the database
 */
export function troubleOrThrow(error: unknown): Problem {
  const trouble = unavailableBecause(error)
  if (!trouble) throw error
  return trouble
}

export const SIGNED_OUT =
  'You are signed out. Nothing was recorded. Sign in in another tab, then submit again.'

const REUSED =
  'This form was already submitted with other values. Check the audit trail, then submit again.'

function sentenceOf({ status, detail }: Problem): string {
  return status === 409 ? REUSED : detail
}

export function refused<Field extends string>(
  commandId: string,
  values: Record<Field, string>,
  field: Field | 'proof' | null,
  sentence: string,
  kind?: string,
): CommandFormState<Field> {
  const refusal = { sentence, field, ...(kind && { kind }) }
  return { commandId, values, refusal, accepted: null }
}

export function valuesOf<Field extends string>(form: FormData, fields: readonly Field[]) {
  // The type of fromEntries loses the keys.
  return Object.fromEntries(fields.map(name => [name, textOf(form, name)])) as Record<Field, string>
}
