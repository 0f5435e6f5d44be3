'use server'

import { RedirectType, redirect } from 'next/navigation'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { findCaseFile } from '@/app/_server/case-files/case-files'
import { takeForm } from '@/app/_server/http/form-answers'
import { mayDo } from '@/app/_server/people/rights'
import { casePath } from '@/app/_wire/stream-path'
import { type Built, submitCase } from '../submit-case'

export type ChangeField = 'title' | 'expectedTitle' | 'assigneeEmail' | 'due' | 'event'

/** Renames a case, assigns it, dates it, links it with an event, closes or reopens it. */
export async function changeCase(
  _previous: CommandFormState<ChangeField>,
  sent: FormData,
): Promise<CommandFormState<ChangeField>> {
  const form = takeForm(sent)
  const caseFileId = textOf(form, 'caseFileId')
  const outcome = await submitCase<ChangeField>(
    form,
    ['title', 'expectedTitle', 'assigneeEmail', 'due', 'event'],
    async (
      { title, expectedTitle, assigneeEmail, due, event },
      viewer,
    ): Promise<Built<ChangeField>> => {
      const type = textOf(form, 'change')
      switch (type) {
        case 'RenameCaseFile':
          return { type, caseFileId, expectedTitle, title }
        case 'AssignCaseFile':
          return { type, caseFileId, assigneeEmail: assigneeEmail || null }
        case 'SetCaseFileDue':
          return { type, caseFileId, due: due || null }
        case 'LinkCaseFileEvent':
        case 'UnlinkCaseFileEvent': {
          const barred = mayDo(viewer, 'writeCases')
          if (barred) return { field: null, sentence: barred.detail }
          const named = await eventIn(event, caseFileId)
          if (!named) return { field: 'event', sentence: NO_EVENT }
          return { type, caseFileId, ...named }
        }
        case 'CloseCaseFile':
        case 'ReopenCaseFile':
          return { type, caseFileId }
        default:
          return { field: null, sentence: 'Choose what to change.' }
      }
    },
  )
  if ('filed' in outcome) redirect(casePath(caseFileId), RedirectType.replace)
  const { state } = outcome
  const { refusal } = state
  if (refusal?.kind === 'RenamedMeanwhile') {
    const expectedTitle = (await findCaseFile(caseFileId))?.file.title ?? ''
    const values = { ...state.values, expectedTitle }
    return { ...state, values, refusal: { ...refusal, field: 'title' } }
  }
  const isOfEvent = refusal?.field === null && textOf(form, 'change') === 'LinkCaseFileEvent'
  return isOfEvent ? { ...state, refusal: { ...refusal, field: 'event' } } : state
}

const NO_EVENT = 'Enter the number of an event of the account, or the address of an event’s page.'

/** An event by its number on the account that a case is about, or by the address of its page. */
async function eventIn(text: string, caseFileId: string) {
  const [, id, number] =
    /(?:accounts|streams)\/([0-9a-f-]{36})\/events\/([1-9]\d{0,8})\/?(?:\?.*)?$/i.exec(
      text.trim(),
    ) ?? []
  if (id !== undefined) return { streamId: id.toLowerCase(), version: Number(number) }
  const [, own] = /^(?:event )?#?([1-9]\d{0,8})$/i.exec(text.trim()) ?? []
  const about = (await findCaseFile(caseFileId))?.file.about
  if (own === undefined || about?.kind !== 'account') return null
  return { streamId: about.accountId, version: Number(own) }
}
