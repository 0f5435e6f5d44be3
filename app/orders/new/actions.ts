'use server'

import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { getAccount } from '@/app/_server/accounts/accounts'
import { takeForm } from '@/app/_server/http/form-answers'
import { accountNotFound } from '@/app/_server/http/problems'
import { submitOrder, termsIn } from '../submit-order'
import { TERMS_FIELDS, type TermsField } from '../terms'

/** `payee` is the id of a chosen account; without one, the account has this `number`. */
export type NewOrderField = TermsField | 'payee' | 'number'

/** Drafts a payment order, or submits it at once. Redirects to its page. */
export async function makeOrder(
  _previous: CommandFormState<NewOrderField>,
  sent: FormData,
): Promise<CommandFormState<NewOrderField>> {
  const form = takeForm(sent)
  const accountId = textOf(form, 'accountId')
  const isDraft = textOf(form, 'step') === 'draft'
  return submitOrder(form, [...TERMS_FIELDS, 'payee', 'number'], async (values, viewer) => {
    const account = await getAccount(viewer, accountId)
    if (!account) return { field: null, sentence: accountNotFound().detail }
    const { payee, number } = values
    if (payee === '' && number.trim() === '') {
      return { field: 'number', sentence: 'Enter an account number, or choose an account.' }
    }
    const terms = termsIn(values, account.currency)
    if ('sentence' in terms) return terms
    return {
      type: isDraft ? 'DraftPaymentOrder' : 'CreatePaymentOrder',
      accountId,
      ...(payee ? { toAccountId: payee } : { toNumber: number }),
      ...terms,
    }
  })
}
