'use server'

import type { CommandFormState } from '@/app/_commands/form-state'
import { submitCommand, textOf } from '@/app/_commands/submit-command'

/** What a deposit or withdrawal form holds. */
export type MovementField = 'amount' | 'note'
export type MovementState = CommandFormState<MovementField>

/** Deposits the amount of the form. */
export async function deposit(_previous: MovementState, form: FormData): Promise<MovementState> {
  return move('Deposit', form)
}

/** Withdraws the amount of the form. */
export async function withdraw(_previous: MovementState, form: FormData): Promise<MovementState> {
  return move('Withdraw', form)
}

function move(type: 'Deposit' | 'Withdraw', form: FormData): Promise<MovementState> {
  const accountId = textOf(form, 'accountId')
  return submitCommand(form, ['amount', 'note'], ({ amount, note }, commandId) => ({
    commandId,
    type,
    accountId,
    amount: amount.trim(),
    ...(note.trim() && { note }),
  }))
}
