'use server'

import { RedirectType, redirect } from 'next/navigation'
import type { Reviewed } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { inSteps } from '@/app/_commands/review-steps'
import { submitCommand } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'
import { approvalPath } from '@/app/_wire/stream-path'
import { type MovementType, readMovement, reviewOf } from './read-movement'

/** The fields of a deposit or withdrawal form; `earlier` is the tick for a date before now. */
export type MovementField = 'amount' | 'note' | 'counter' | 'earlier' | 'date' | 'time' | 'zone'

/** A decimal text, and the effective time of a late posting (ISO 8601, UTC). */
export type MovementReview = { amount: string; occurredAt: string | null }
export type MovementState = Reviewed<MovementField, MovementReview>

export async function deposit(_previous: MovementState, form: FormData): Promise<MovementState> {
  return move('Deposit', form)
}

export async function withdraw(_previous: MovementState, form: FormData): Promise<MovementState> {
  return move('Withdraw', form)
}

/** Large and late movements are reviewed, and lead to their receipt, or to what was sent for approval. */
function move(type: MovementType, sent: FormData): Promise<MovementState> {
  const form = takeForm(sent)
  const accountId = textOf(form, 'accountId')
  return inSteps(form, FIELDS, {
    async review(viewer, values) {
      const read = await readMovement(viewer, accountId, type, values)
      return 'sentence' in read ? read : reviewOf(read)
    },
    async send() {
      const state = await submitCommand(form, FIELDS, async (values, commandId, viewer) => {
        const read = await readMovement(viewer, accountId, type, values)
        return 'sentence' in read ? read : { commandId, accountId, ...read.fields }
      })
      if (state.requested) redirect(approvalPath(state.requested), RedirectType.replace)
      if (state.accepted && textOf(form, 'step') === 'send') {
        const { commandId } = state.accepted.event
        redirect(`/accounts/${accountId}/receipts/${commandId}`, RedirectType.replace)
      }
      return state
    },
  })
}

const FIELDS: readonly MovementField[] = [
  'amount',
  'note',
  'counter',
  'earlier',
  'date',
  'time',
  'zone',
]
