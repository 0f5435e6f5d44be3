import { standingOf } from '@/domain/bank-account/available'
import { type Account, accountOf } from '@/domain/bank-account/bank-account'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import { decodeTerms, encodeTerms, termsJson } from '../codecs/bank-account/terms'
import type { Transaction } from '../connection'
import { newRows } from '../query'
import { accounts } from '../schema'
import { searchText } from './search'

type Row = Readonly<typeof accounts.$inferSelect>

/** One row of the account list; amounts are in minor units of the currency. */
export type AccountRow = Omit<Account, 'accountId' | 'status'> & {
  readonly id: string
  readonly number: string
  readonly status: Row['status']
  readonly version: number
  readonly openedAt: Date
}

/** The inline projection: the row for a stream's state; null without an account. */
export function accountRow(stream: Stream): AccountRow | null {
  const { version, startedAt: openedAt } = stream
  const state = accountOf(stream)
  if (!state || !openedAt) return null
  const { accountId, ...account } = state
  const number = accountNumber(accountId)
  return { id: accountId, number, ...account, status: standingOf(state), version, openedAt }
}

export function storedRow({ id, secondCustomer, terms, ...row }: AccountRow): Row {
  const expiries = terms.holds.map(({ expiresAt }) => expiresAt).toSorted()
  return {
    ...row,
    aggregateId: id,
    secondCustomerId: secondCustomer?.customerId ?? null,
    secondRights: secondCustomer?.rights ?? null,
    terms: encodeTerms(terms, row.currency) ?? null,
    nextExpiry: expiries[0] === undefined ? null : new Date(expiries[0]),
    searchText: searchText(row),
  }
}

/** A stored row as it is read, without the column that is only searched. */
export function readRow({
  aggregateId: id,
  secondCustomerId: customerId,
  secondRights: rights,
  terms,
  nextExpiry: _,
  ...row
}: Omit<Row, 'searchText'>): AccountRow {
  return {
    ...row,
    id,
    secondCustomer: customerId !== null && rights !== null ? { customerId, rights } : null,
    terms: decodeTerms(terms === null ? undefined : termsJson.parse(terms), row.currency),
  }
}

/** Whether an event of an account that exists leaves all of its row but balance and version. */
export function changesBalanceOnly({ version, event }: RecordedEvent): boolean {
  const { balance, holdId, day } = event
  return version > 1 && balance !== undefined && holdId === undefined && day === undefined
}

/** Writes the rows of streams that hold accounts into a table like `accounts`. */
export async function upsertAccounts(
  tx: Transaction,
  streams: readonly Stream[],
  table = 'accounts',
): Promise<void> {
  const rows = streams.flatMap(stream => accountRow(stream) ?? []).map(storedRow)
  await tx`
    insert into ${tx(table)} as a ${newRows(tx, accounts, rows)}
    order by aggregate_id
    on conflict (aggregate_id) do update
      set (balance, status, version, owner, reference, customer_id, second_customer_id,
          second_rights, terms, next_expiry, search_text)
        = (excluded.balance, excluded.status, excluded.version, excluded.owner, excluded.reference,
          excluded.customer_id, excluded.second_customer_id, excluded.second_rights,
          excluded.terms, excluded.next_expiry, excluded.search_text)
      where a.version < excluded.version`
}
