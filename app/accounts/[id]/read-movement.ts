import 'server-only'
import { askedAmount } from '@/app/_commands/asked-amount'
import type { Unreadable } from '@/app/_commands/submit-command'
import { getAccount } from '@/app/_server/accounts/accounts'
import { accountNotFound } from '@/app/_server/http/problems'
import type { Viewer } from '@/app/_server/people/viewer'
import { largeAmounts } from '@/app/_server/process/settings'
import { readEarlierTime } from '@/app/_time/effective-time'
import type { AccountJson } from '@/app/_wire/types'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { isLarge } from '@/domain/money/large-amounts'
import { parseAmount } from '@/domain/money/money'
import type { MovementField, MovementReview, MovementState } from './actions'
import { previewOf } from './preview'

export type MovementType = 'Deposit' | 'Withdraw'

/** A deposit or withdrawal as a form asks for it. */
type Movement = {
  readonly account: AccountJson
  /** What the command says beside the account. */
  readonly fields: {
    type: MovementType
    amount: string
    note?: string
    counter?: 'interest' | 'fees'
    occurredAt?: string
  }
}

/** Reads a movement's form, or says what is wrong with it. */
export async function readMovement(
  viewer: Viewer,
  accountId: string,
  type: MovementType,
  values: MovementState['values'],
): Promise<Movement | Unreadable<MovementField>> {
  const account = await getAccount(viewer, accountId)
  if (!account) return { field: null, sentence: accountNotFound().detail }
  const asked = askedAmount('amount', values.amount, account.currency)
  if ('sentence' in asked) return asked
  const isLate = values.earlier === 'yes'
  const effective: { occurredAt?: string } | Unreadable<MovementField> = isLate
    ? readEarlierTime(values)
    : {}
  if ('sentence' in effective) return effective
  const { note, counter } = values
  return {
    account,
    fields: {
      type,
      ...asked,
      ...effective,
      ...(note.trim() && { note }),
      ...((counter === 'interest' || counter === 'fees') && { counter }),
    },
  }
}

/** What is to be reviewed of a movement; null for what is done at once: a small one of now. */
export function reviewOf({
  account,
  fields,
}: Movement): { readonly review: MovementReview } | Unreadable<MovementField> | null {
  const { occurredAt = null, ...asked } = fields
  const { amount } = asked
  const parsed = parseAmount(amount, account.currency)
  const isBig = parsed.ok && isLarge(parsed.minor, account.currency, largeAmounts())
  if (occurredAt === null && !isBig) return null
  if (occurredAt !== null && occurredAt < account.openedAt) {
    const refusal = { type: 'MomentBeforeOpening', field: 'occurredAt' } as const
    return { field: 'date', sentence: sentenceFor({ ...refusal, openedAt: account.openedAt }) }
  }
  const preview = previewOf(account, { ...asked, isLate: occurredAt !== null })
  if (preview?.outcome === 'accepted') return { review: { amount: preview.amount, occurredAt } }
  // What is no amount is refused by the command itself.
  return preview && { field: preview.field, sentence: preview.sentence }
}
