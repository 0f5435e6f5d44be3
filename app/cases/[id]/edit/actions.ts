'use server'

import { refresh } from 'next/cache'
import { RedirectType, redirect } from 'next/navigation'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { getCaseFile } from '@/app/_server/case-files/case-files'
import { takeForm } from '@/app/_server/http/form-answers'
import { may } from '@/app/_server/people/rights'
import { currentViewer } from '@/app/_server/people/session'
import { casePath } from '@/app/_wire/stream-path'
import { cleanText } from '@/domain/text/clean'
import { isUnsettled, mergeTexts } from '../../changes'
import { submitCase } from '../../submit-case'
import { versionIn } from '../../version-in'

/** `expectedVersion` is the version of the text that was changed. */
export type EditField = 'expectedVersion' | 'text' | 'why'

export type EditState = CommandFormState<EditField> & {
  /** What came of a text that was changed meanwhile: merged with it in `values.text`. */
  readonly merge?: {
    /** The text as it was typed. */
    readonly mine: string
    readonly base: number
    readonly newest: number
    readonly conflicts: number
  }
}

/** Saves a text; or, if somebody else did meanwhile, proposes both changes together. */
export async function reviseCase(previous: EditState, sent: FormData): Promise<EditState> {
  const form = takeForm(sent)
  const caseFileId = textOf(form, 'caseFileId')
  const outcome = await submitCase<EditField>(
    form,
    ['expectedVersion', 'text', 'why'],
    async ({ expectedVersion, text, why }) => {
      if (isUnsettled(cleanText('document', text))) return { field: 'text', sentence: UNSETTLED }
      return {
        type: 'ReviseCaseFile',
        caseFileId,
        expectedVersion: Number(expectedVersion),
        text,
        ...(why && { why }),
      }
    },
  )
  if ('filed' in outcome) {
    redirect(`${casePath(caseFileId)}?saved=${outcome.filed.version}`, RedirectType.replace)
  }
  const { state } = outcome
  // Anybody can call an action, with any state before.
  const merge = (previous as EditState | null)?.merge
  if (state.refusal?.kind !== 'RevisedMeanwhile') return { ...state, ...(merge && { merge }) }
  return (await merged(caseFileId, state)) ?? state
}

const UNSETTLED =
  'Settle the marked places first: keep what is right between <<<<<<< and >>>>>>>, and remove the marks.'

/** The form again with both changes in its text; null when the versions can't be read. */
async function merged(
  caseFileId: string,
  state: CommandFormState<EditField>,
): Promise<EditState | null> {
  const viewer = await currentViewer()
  if (!viewer || !may(viewer, 'readCases')) return null
  const { expectedVersion, text: typed } = state.values
  const base = versionIn(expectedVersion) ?? 0
  const [old, theirs] = await Promise.all([
    getCaseFile(caseFileId, base || 1),
    getCaseFile(caseFileId),
  ])
  if (!old || !theirs) return null
  const mine = cleanText('document', typed)
  const newest = theirs.version
  const { text, conflicts } = mergeTexts({ mine, base: old.text, theirs: theirs.text }, newest)
  // The page tells what the others changed.
  refresh()
  return {
    ...state,
    values: { ...state.values, text, expectedVersion: String(newest) },
    refusal: null,
    merge: { mine, base, newest, conflicts },
  }
}
