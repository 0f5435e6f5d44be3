import { accountOf } from '@/domain/bank-account/bank-account'
import type { Stream } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import type { Transaction } from '../connection'
import type { accounts } from '../schema'

type Row = Readonly<typeof accounts.$inferSelect>

/** One row of the account list; the balance is in minor units of the currency. */
export type AccountRow = Omit<Row, 'aggregateId' | 'searchText'> & { readonly id: string }

/** The inline projection: the row for a stream's state; null without an account. */
export function accountRow(stream: Stream): AccountRow | null {
  const { version, startedAt: openedAt } = stream
  const state = accountOf(stream)
  if (!state || !openedAt) return null
  const { accountId, ...account } = state
  return { id: accountId, number: accountNumber(accountId), ...account, version, openedAt }
}

export function storedRow({ id, balance, openedAt, customerId, ...row }: AccountRow) {
  return {
    ...row,
    aggregate_id: id,
    balance: balance.toString(),
    opened_at: openedAt,
    customer_id: customerId,
    search_text: searchText(row),
  }
}

/** Writes the rows of streams that hold accounts into a table like `accounts`. */
export async function upsertAccounts(
  tx: Transaction,
  streams: readonly Stream[],
  table = 'accounts',
): Promise<void> {
  const rows = streams.flatMap(stream => accountRow(stream) ?? []).map(storedRow)
  await tx`
    insert into ${tx(table)} as a
    select * from jsonb_populate_recordset(null::accounts, ${JSON.stringify(rows)}::text::jsonb)
    order by aggregate_id
    on conflict (aggregate_id) do update
      set balance = excluded.balance, status = excluded.status, version = excluded.version
      where a.version < excluded.version`
}

type Searched = Pick<AccountRow, 'owner' | 'number' | 'reference'>

/** The searched text: no case, no accents, and no spaces in the number. */
export function searchText({ owner, number, reference }: Searched): string {
  return plain([owner, number.replaceAll(' ', ''), reference ?? ''].join('\n'))
}

/** Lower case without accents, so `novak` finds Nováková. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
}
