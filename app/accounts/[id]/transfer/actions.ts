'use server'

import { RedirectType, redirect } from 'next/navigation'
import { askedAmount } from '@/app/_commands/asked-amount'
import type { Reviewed } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { inSteps } from '@/app/_commands/review-steps'
import { submitCommand, type Unreadable } from '@/app/_commands/submit-command'
import { getAccount } from '@/app/_server/accounts/accounts'
import { findPayee, payeeChoices } from '@/app/_server/accounts/payees'
import { takeForm } from '@/app/_server/http/form-answers'
import { accountNotFound } from '@/app/_server/http/problems'
import type { Viewer } from '@/app/_server/people/session'
import { answerTooMany } from '@/app/_server/process/status'
import { readerZone } from '@/app/_time/reader'
import type { PayeeJson, Problem } from '@/app/_wire/types'
import { previewTransfer } from './preview-transfer'

/** `payee` is the id of a chosen account; without one, the account has this `number`. */
export type TransferField = 'amount' | 'reference' | 'number' | 'payee'

/** How much goes to whom; the amount is a decimal text. */
export type TransferReview = { amount: string; payee: PayeeJson }
export type TransferState = Reviewed<TransferField, TransferReview>

const FIELDS: readonly TransferField[] = ['amount', 'reference', 'number', 'payee']

/** A transfer in its steps: reviewed, then sent. Redirects to the receipt. */
export async function transfer(_previous: TransferState, sent: FormData): Promise<TransferState> {
  const form = takeForm(sent)
  const accountId = textOf(form, 'accountId')
  return inSteps(form, FIELDS, {
    review: (viewer, values) => review(viewer, accountId, values),
    send,
  })
}

async function review(
  viewer: Viewer,
  accountId: string,
  values: TransferState['values'],
): Promise<{ review: TransferReview } | Unreadable<TransferField>> {
  const account = await getAccount(viewer, accountId)
  if (!account) return { field: null, sentence: accountNotFound().detail }
  const { amount, reference, payee: chosen, number } = values
  const at = chosen ? 'payee' : 'number'
  const payee = chosen
    ? await choiceOf(viewer, accountId, chosen)
    : await payeeOf(viewer, number, account.currency)
  if (typeof payee === 'string') return { field: at, sentence: payee }
  const asked = askedAmount('amount', amount || '?', account.currency)
  if ('sentence' in asked) return asked
  const preview = previewTransfer(account, { ...asked, reference }, payee, await readerZone())
  if (preview?.outcome === 'accepted') return { review: { ...asked, payee } }
  const field = preview?.field === 'number' ? at : (preview?.field ?? null)
  return { field, sentence: preview?.sentence ?? accountNotFound().detail }
}

async function choiceOf(viewer: Viewer, accountId: string, id: string) {
  const { own, payees } = await payeeChoices(viewer, accountId)
  const found = [...own, ...payees].find(choice => choice.id === id)
  return found ? { number: found.number, owner: found.owner } : 'Choose an account from the list.'
}

async function payeeOf(viewer: Viewer, number: string, currency: string) {
  if (number.trim() === '') return 'Enter an account number, or choose an account below.'
  const payee: PayeeJson | Problem = await findPayee(viewer, number, currency)
  if (!('status' in payee)) return payee
  if (payee.status === 429) answerTooMany(Number(payee.retryAfter))
  return payee.detail
}

async function send(form: FormData) {
  const commandId = textOf(form, 'commandId')
  const accountId = textOf(form, 'accountId')
  const state = await submitCommand(form, FIELDS, async (values, _, viewer) => {
    const account = await getAccount(viewer, accountId)
    if (!account) return { field: null, sentence: accountNotFound().detail }
    const { reference, number, payee } = values
    const asked = askedAmount('amount', values.amount, account.currency)
    if ('sentence' in asked) return asked
    return {
      commandId,
      type: 'Transfer',
      accountId,
      ...(payee ? { toAccountId: payee } : { toNumber: number }),
      ...asked,
      ...(reference.trim() && { reference }),
    }
  })
  if (state.accepted) {
    redirect(`/accounts/${accountId}/receipts/${commandId}`, RedirectType.replace)
  }
  return state
}
