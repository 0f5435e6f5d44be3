'use server'

import { redirect } from 'next/navigation'
import type { Reviewed } from '@/app/_commands/form-state'
import { inSteps } from '@/app/_commands/review-steps'
import { submitCommand } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'
import { readOpening, reviewOf } from './read-opening'

/** The fields of the form for a new account. */
export type OpeningField = 'owner' | 'currency' | 'openingBalance' | 'reference' | 'customerEmail'

/** A decimal text. */
export type OpeningReview = { amount: string }
export type OpeningState = Reviewed<OpeningField, OpeningReview>

/** Opens an account, and redirects to it. An opening amount is reviewed before. */
export async function openAccount(_previous: OpeningState, sent: FormData): Promise<OpeningState> {
  return inSteps(takeForm(sent), FIELDS, {
    async review(_, values) {
      const read = readOpening(values)
      return 'sentence' in read ? read : reviewOf(read)
    },
    async send(form) {
      const state = await submitCommand(form, FIELDS, (values, commandId) => {
        const read = readOpening(values)
        return 'sentence' in read ? read : { commandId, ...read }
      })
      if (state.accepted) redirect(`/accounts/${state.accepted.account.id}`)
      return state
    },
  })
}

const FIELDS: readonly OpeningField[] = [
  'owner',
  'currency',
  'openingBalance',
  'reference',
  'customerEmail',
]
