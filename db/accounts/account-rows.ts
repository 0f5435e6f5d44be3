import { accountOf } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'

/** One row of the account list; the balance is in minor units of the currency. */
export type AccountRow = {
  readonly id: string
  readonly number: string
  readonly reference: string | null
  readonly owner: string
  readonly currency: string
  readonly balance: bigint
  readonly status: 'open'
  readonly version: number
  readonly openedAt: Date
  readonly customerId: string | null
}

/** The inline projection: the row that a stream's state gives; null for one that holds no account. */
export function accountRow(stream: Stream): AccountRow | null {
  const { version, startedAt: openedAt } = stream
  const state = accountOf(stream)
  if (!state || !openedAt) return null
  const { accountId, ...account } = state
  return { id: accountId, number: accountNumber(accountId), ...account, version, openedAt }
}

/** The rows of those streams that hold accounts. */
export function accountRows(streams: readonly Stream[]): AccountRow[] {
  return streams.flatMap(stream => accountRow(stream) ?? [])
}

/** The text that a search looks into: no case, no accents, and no spaces in the number. */
export function searchText({ owner, number, reference }: Omit<AccountRow, 'id'>): string {
  return plain([owner, number.replaceAll(' ', ''), reference ?? ''].join('\n'))
}

/** Lower case without accents, so that `novak` finds Nováková. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
}
