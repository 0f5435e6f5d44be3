'use server'

import { RedirectType, redirect } from 'next/navigation'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { findSubject } from '@/app/_server/case-files/find-subject'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { dispatch } from '@/app/_server/commands/commands'
import { takeForm } from '@/app/_server/http/form-answers'
import { currentViewer } from '@/app/_server/people/session'
import { casePath } from '@/app/_wire/stream-path'
import { submitCase } from '../submit-case'

/** `about` is an account number or an e-mail address. */
export type NewCaseField = 'about' | 'title' | 'text'

/** Opens a case file and shows it. */
export async function openCase(
  _previous: CommandFormState<NewCaseField>,
  sent: FormData,
): Promise<CommandFormState<NewCaseField>> {
  const form = takeForm(sent)
  const [accountId, personId] = [textOf(form, 'accountId'), textOf(form, 'personId')]
  const outcome = await submitCase(form, ['about', 'title', 'text'], async (values, viewer) => {
    const { title, text } = values
    const subject = accountId ? { accountId } : personId ? { personId } : null
    const about = subject ?? (await findSubject(viewer, values.about))
    if ('sentence' in about) return { field: 'about', sentence: about.sentence }
    return { type: 'OpenCaseFile', title, text, ...about }
  })
  if ('state' in outcome) return outcome.state
  const { caseFileId } = outcome.filed
  await linkEvent(caseFileId, accountId, textOf(form, 'event'))
  redirect(`${casePath(caseFileId)}?saved=1`, RedirectType.replace)
}

/** Links the event from whose page the case was opened; a failure leaves the case without it. */
async function linkEvent(caseFileId: string, streamId: string, event: string): Promise<void> {
  const viewer = await currentViewer()
  if (!viewer || streamId === '' || !/^[1-9]\d{0,8}$/.test(event)) return
  const body = { type: 'LinkCaseFileEvent', caseFileId, streamId, version: Number(event) }
  await dispatch(viewer, { commandId: newCommandId(), ...body })
}
