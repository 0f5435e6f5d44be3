import { accountOfJson } from '@/app/_wire/account-state'
import type { AccountJson } from '@/app/_wire/types'
import { availableAt } from '@/domain/bank-account/available'
import { evolve, moneyOf } from '@/domain/bank-account/bank-account'
import { decide, openIn } from '@/domain/bank-account/decisions'
import { isRefusal } from '@/domain/bank-account/rules'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { formatAmount } from '@/domain/money/money'

/** The predicted answer of the bank, shown while typing and at the review. */
export type Preview =
  | {
      readonly outcome: 'accepted'
      readonly amount: string
      readonly balance: string
      readonly available: string
    }
  | {
      readonly outcome: 'refused'
      readonly sentence: string
      readonly field: 'amount' | 'note' | null
    }

type Asked = {
  readonly type: 'Deposit' | 'Withdraw'
  /** A decimal text. */
  readonly amount: string
  readonly note?: string
  /** What it is in the bank's books; empty: cash. */
  readonly counter?: string
  /** Whether it has an earlier date: then the limits of then bind it, and not those of now. */
  readonly isLate?: boolean
}

/** Runs the same domain rules as the server. Null while the text is no amount yet. */
export function previewOf(account: AccountJson, asked: Asked): Preview | null {
  const { type, amount, note = null, counter = '', isLate = false } = asked
  const now = new Date()
  const state = accountOfJson(isLate ? { ...account, limits: null } : account, now)
  if (!state || amount.trim() === '') return null
  const context = { id: account.id, now, startedAt: new Date(account.openedAt), facts: null }
  const booked = isCounter(counter) ? { counter } : null
  const fields = { amount: amount.trim(), note, ...booked }
  const command = type === 'Deposit' ? { type, ...fields } : { type, ...fields }
  const decision = decide(command, state, context)
  if (decision.outcome === 'refused') {
    const { refusal } = decision
    // "12." is the beginning of an amount.
    if (refusal.type === 'AmountMalformed') return null
    const field = refusal.field === 'amount' || refusal.field === 'note' ? refusal.field : null
    return { outcome: 'refused', sentence: sentenceFor(refusal), field }
  }
  const [money] = decision.events.map(moneyOf)
  const after = openIn(decision.events.reduce(evolve, state))
  if (!money || isRefusal(after)) return null
  const { change, currency } = money
  return {
    outcome: 'accepted',
    amount: formatAmount(change < 0n ? -change : change, currency),
    balance: formatAmount(after.balance, currency),
    available: formatAmount(availableAt(after, now), currency),
  }
}

function isCounter(text: string): text is 'interest' | 'fees' {
  return text === 'interest' || text === 'fees'
}
