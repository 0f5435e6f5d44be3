import type { Line } from '@/app/_ui/event-words'
import type { AccountJson } from '@/app/_wire/types'
import {
  type BankAccount,
  evolve,
  moneyOf,
  type OpenAccount,
} from '@/domain/bank-account/bank-account'
import { decide } from '@/domain/bank-account/decisions'
import { sentenceFor } from '@/domain/bank-account/refusal'
import { formatAmount, parseAmount } from '@/domain/money/money'

/** The predicted answer of the bank, shown while typing. */
export type Preview =
  | { readonly outcome: 'accepted'; readonly amount: string; readonly balance: string }
  | { readonly outcome: 'refused'; readonly sentence: string }

/** Runs the same domain rules as the server. Null while the text is no amount yet. */
export function previewOf(
  account: AccountJson,
  type: 'Deposit' | 'Withdraw',
  amount: string,
): Preview | null {
  const state = stateOf(account)
  if (!state || amount.trim() === '') return null
  const decision = decide(account.id, { type, amount: amount.trim(), note: null }, state)
  if (decision.outcome === 'refused') {
    // "12." is the beginning of an amount.
    if (decision.refusal.type === 'AmountMalformed') return null
    return { outcome: 'refused', sentence: sentenceFor(decision.refusal) }
  }
  const [money] = decision.events.map(moneyOf)
  const after = decision.events.reduce<BankAccount>(evolve, state)
  if (!money || after.status !== 'open') return null
  const { change, currency } = money
  return {
    outcome: 'accepted',
    amount: formatAmount(change < 0n ? -change : change, currency),
    balance: formatAmount(after.balance, after.currency),
  }
}

/** The line that a movement will have in the timeline, shown while it is being recorded. */
export function pendingLine(
  account: AccountJson,
  type: 'Deposit' | 'Withdraw',
  amount: string,
): Line | null {
  const preview = previewOf(account, type, amount)
  if (preview?.outcome !== 'accepted') return null
  return {
    version: account.version + 1,
    occurredAt: null,
    word: type === 'Deposit' ? 'Depositing' : 'Withdrawing',
    note: null,
    by: '',
    delta: type === 'Deposit' ? preview.amount : `-${preview.amount}`,
    balance: preview.balance,
  }
}

function stateOf({ id, owner, currency, balance, reference }: AccountJson): OpenAccount | null {
  const parsed = parseAmount(balance, currency)
  if (!parsed.ok) return null
  const known = { accountId: id, owner, currency, reference, customerId: null }
  return { status: 'open', ...known, balance: parsed.minor }
}
