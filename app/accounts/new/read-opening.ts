import 'server-only'
import { askedAmount } from '@/app/_commands/asked-amount'
import type { Unreadable } from '@/app/_commands/submit-command'
import { initial } from '@/domain/bank-account/bank-account'
import { decide } from '@/domain/bank-account/decisions'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { isZero } from '@/domain/money/money'
import type { OpeningField, OpeningReview, OpeningState } from './actions'

/** The opening of an account as a form asks for it. */
type Opening = {
  readonly type: 'CreateAccount'
  readonly owner: string
  readonly currency: string
  readonly openingBalance: string
  readonly reference?: string
  readonly customerEmail?: string
}

/** Reads the form of an opening, or says what is wrong with it. An empty amount is zero. */
export function readOpening(values: OpeningState['values']): Opening | Unreadable<OpeningField> {
  const { owner, currency, reference, customerEmail } = values
  const asked = askedAmount('openingBalance', values.openingBalance.trim() || '0', currency)
  if ('sentence' in asked) return asked
  return {
    type: 'CreateAccount',
    owner,
    currency,
    openingBalance: asked.amount,
    ...(reference.trim() && { reference }),
    ...(customerEmail.trim() && { customerEmail }),
  }
}

/** What is to be reviewed of an opening: its amount; null for an account that opens at zero. */
export function reviewOf(
  opening: Opening,
): { readonly review: OpeningReview } | Unreadable<OpeningField> | null {
  const { openingBalance: amount, reference = null } = opening
  if (isZero(amount)) return null
  const context = { id: '', now: new Date(), startedAt: null, facts: null }
  const decision = decide({ ...opening, reference, customerId: null }, initial, context)
  if (decision.outcome === 'accepted') return { review: { amount } }
  const { refusal } = decision
  const field = FIELDS.find(name => name === refusal.field) ?? null
  return { field, sentence: sentenceFor(refusal) }
}

const FIELDS: readonly OpeningField[] = ['owner', 'currency', 'openingBalance', 'reference']
