import 'server-only'
import type { AccountJson } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { accountOf } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import { formatAmount } from '@/domain/money/money'

export function accountOfRow(row: AccountRow): AccountJson {
  const { id, number, reference, owner, currency, balance, status, version, openedAt } = row
  return {
    id,
    number,
    reference,
    owner,
    currency,
    balance: formatAmount(balance, currency),
    status,
    version,
    openedAt: openedAt.toISOString(),
  }
}

/** An account as JSON, folded from its stream; null for a stream without an account. */
export function accountAt(stream: Stream): AccountJson | null {
  const state = accountOf(stream)
  if (!state || !stream.startedAt) return null
  const { accountId: id, reference, owner, currency, balance, status } = state
  return {
    id,
    number: accountNumber(id),
    reference,
    owner,
    currency,
    balance: formatAmount(balance, currency),
    status,
    version: stream.version,
    openedAt: stream.startedAt.toISOString(),
  }
}
