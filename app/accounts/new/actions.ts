'use server'

import { redirect } from 'next/navigation'
import type { CommandFormState } from '@/app/_commands/form-state'
import { submitCommand } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'

/** The fields of the form for a new account. */
export type OpeningField = 'owner' | 'currency' | 'openingBalance' | 'reference' | 'customerEmail'
export type OpeningState = CommandFormState<OpeningField>

/** Opens an account, and redirects to it. */
export async function openAccount(_previous: OpeningState, sent: FormData): Promise<OpeningState> {
  const state = await submitCommand(takeForm(sent), FIELDS, (values, commandId) => ({
    commandId,
    type: 'CreateAccount',
    owner: values.owner,
    currency: values.currency,
    openingBalance: values.openingBalance.trim() || '0',
    ...(values.reference.trim() && { reference: values.reference }),
    ...(values.customerEmail.trim() && { customerEmail: values.customerEmail }),
  }))
  if (state.accepted) redirect(`/accounts/${state.accepted.account.id}`)
  return state
}

const FIELDS: readonly OpeningField[] = [
  'owner',
  'currency',
  'openingBalance',
  'reference',
  'customerEmail',
]
