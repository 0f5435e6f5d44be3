import 'server-only'
import { RedirectType, redirect } from 'next/navigation'
import { dispatch } from '@/app/_server/commands/commands'
import { takeForm } from '@/app/_server/http/form-answers'
import { readerZone } from '@/app/_time/reader'
import { afterRefusal } from './after-refusal'
import type { StepState } from './form-state'
import { textOf } from './form-text'
import { senderOf } from './submit-command'

/** The command that takes a reason, by what the form names. */
const REJECTION = {
  orderId: 'RejectPaymentOrder',
  batchId: 'RejectPaymentBatch',
  approvalId: 'RejectRequest',
} as const

/** Sends the command of the button that was pressed, and shows what became of its subject. */
export async function submitStep(
  sent: FormData,
  subject: keyof typeof REJECTION,
  pathOf: (id: string) => string,
): Promise<StepState> {
  const form = takeForm(sent)
  const [id, commandId] = [textOf(form, subject), textOf(form, 'commandId')]
  const [type, reason] = [textOf(form, 'move'), textOf(form, 'reason')]
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return { commandId, reason, refusal: viewer }
  const body = { commandId, type, [subject]: id, ...(type === REJECTION[subject] && { reason }) }
  const answer = await dispatch(viewer, body, await readerZone())
  if (answer.outcome !== 'refused') redirect(pathOf(id), RedirectType.replace)
  const { problem } = answer
  const field = problem.field === 'reason' ? problem.field : null
  return { reason, ...afterRefusal(commandId, problem, field) }
}
