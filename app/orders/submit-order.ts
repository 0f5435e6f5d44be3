import 'server-only'
import { RedirectType, redirect } from 'next/navigation'
import { afterRefusal } from '@/app/_commands/after-refusal'
import { askedAmount } from '@/app/_commands/asked-amount'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { refused, senderOf, type Unreadable, valuesOf } from '@/app/_commands/submit-command'
import { dispatch } from '@/app/_server/commands/commands'
import type { Viewer } from '@/app/_server/people/viewer'
import { readerZone } from '@/app/_time/reader'
import type { OrderBody } from '@/app/_wire/payment-orders'
import { orderPath } from '@/app/_wire/stream-path'
import { ruleOf, scheduleIn, type TermsField, type TermsValues } from './terms'

type Built<Field extends string> = Omit<OrderBody, 'commandId'> | Unreadable<Field>

/**
 * Sends what a form says of an order and shows the order; or the form again, with all that was typed
 * and what is wrong with it.
 */
export async function submitOrder<Field extends string>(
  form: FormData,
  fields: readonly Field[],
  bodyOf: (values: Record<Field, string>, viewer: Viewer) => Promise<Built<Field>>,
): Promise<CommandFormState<Field>> {
  const commandId = textOf(form, 'commandId')
  const values = valuesOf(form, fields)
  // Without scripts, a button asks for the dates only.
  if (textOf(form, 'step') === 'preview') {
    return { commandId, values, refusal: null, accepted: null }
  }
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return refused(commandId, values, viewer.field, viewer.sentence)
  const body = await bodyOf(values, viewer)
  if ('sentence' in body) return refused(commandId, values, body.field, body.sentence)
  const answer = await dispatch(viewer, { commandId, ...body }, await readerZone())
  if (answer.outcome === 'ordered') redirect(orderPath(answer.order.orderId), RedirectType.replace)
  if (answer.outcome !== 'refused') throw new Error(`Command ${commandId} was of no order`)
  const { problem } = answer
  const name = (problem.field ?? '').replace('schedule.', '')
  const field = fields.find(one => one === (FORM_NAMES.get(name) ?? name)) ?? null
  return { values, ...afterRefusal(commandId, problem, field), accepted: null }
}

/** What the form calls an input of the command otherwise. */
const FORM_NAMES: ReadonlyMap<string, string> = new Map([
  ['toNumber', 'number'],
  ['toAccountId', 'payee'],
  ['rule', 'amount'],
])

/** The terms of a form as commands have them; or what is wrong with its amount. */
export function termsIn(values: TermsValues, currency: string) {
  const asked = askedAmount<TermsField>('amount', values.amount || '?', currency)
  if ('sentence' in asked) return asked
  const { kind, reference } = values
  return {
    rule: ruleOf(kind, asked.amount),
    schedule: scheduleIn(values),
    ...(reference.trim() && { reference }),
  }
}
