import { accountOfJson } from '@/app/_wire/account-state'
import type { AccountJson, PayeeJson } from '@/app/_wire/types'
import { availableAt } from '@/domain/bank-account/available'
import { evolve } from '@/domain/bank-account/bank-account'
import { openIn } from '@/domain/bank-account/decisions'
import type { Refusal } from '@/domain/bank-account/refusal'
import { isRefusal } from '@/domain/bank-account/rules'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { payOut } from '@/domain/bank-account/transfer'
import { formatAmount } from '@/domain/money/money'

/** The predicted answer of the bank to a transfer, as far as the payer's account decides it. */
export type TransferPreview =
  | {
      readonly outcome: 'accepted'
      readonly amount: string
      /** What the payer's account will have. */
      readonly balance: string
      readonly available: string
    }
  | {
      readonly outcome: 'refused'
      readonly sentence: string
      readonly field: 'amount' | 'reference' | 'number' | null
    }

/**
 * Runs the rules of the server on the payer's account. Null while the text is no amount yet.
 * @param payee null while nobody is chosen
 * @param zone of the reader
 */
export function previewTransfer(
  account: AccountJson,
  { amount, reference }: { amount: string; reference: string },
  payee: PayeeJson | null,
  zone?: string,
): TransferPreview | null {
  const now = new Date()
  const state = accountOfJson(account, now)
  if (!state || amount.trim() === '') return null
  const payer = openIn(state)
  if (isRefusal(payer)) return refused(payer, zone)
  if (payee?.number === account.number) return refused({ type: 'SameAccount', field: 'to' }, zone)
  const command = {
    type: 'Transfer',
    transferId: account.id,
    toAccountId: account.id,
    amount: amount.trim(),
    reference,
  } as const
  // The payee's currency was compared when they were looked up.
  const to = { accountId: account.id, owner: payee?.owner ?? '', currency: account.currency }
  const context = { id: account.id, now, startedAt: new Date(account.openedAt), facts: null }
  const moved = payOut(command, payer, to, context)
  if (isRefusal(moved)) {
    // "12." is the beginning of an amount.
    return moved.type === 'AmountMalformed' && payee === null ? null : refused(moved, zone)
  }
  const after = openIn(evolve(payer, moved.event))
  if (isRefusal(after)) return refused(after, zone)
  const textOf = (minor: bigint) => formatAmount(minor, account.currency)
  return {
    outcome: 'accepted',
    amount: textOf(moved.event.amount),
    balance: textOf(after.balance),
    available: textOf(availableAt(after, now)),
  }
}

function refused(refusal: Refusal, zone?: string): TransferPreview {
  const { field } = refusal
  const named =
    field === 'to' ? 'number' : field === 'amount' || field === 'reference' ? field : null
  return { outcome: 'refused', sentence: sentenceFor(refusal, zone), field: named }
}
