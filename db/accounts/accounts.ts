import {
  and,
  eq,
  getTableColumns,
  inArray,
  lte,
  or,
  type Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm'
import { cleanText } from '@/domain/text/clean'
import { anyOf, type Db, isAfter, preparedOnce } from '../query'
import { accounts } from '../schema'
import { type AccountRow, readRow } from './account-rows'
import { foundBy, orderOf } from './search'

export type AccountQuery = {
  /** Words in any order, each the beginning of one in owner, number or reference. */
  readonly q?: string | undefined
  /** Accounts that are found by `q` too, by names that only the reader knows. */
  readonly named?: readonly string[] | undefined
  /** The whole reference. */
  readonly reference?: string | undefined
  /** Only accounts that this customer may read. */
  readonly customerId?: string | undefined
  /** Only these accounts. */
  readonly ids?: readonly string[] | undefined
  /** Only accounts opened at this moment or before. */
  readonly openedUntil?: Date | undefined
  readonly cursor?: AccountCursor | undefined
  readonly limit: number
}

/** The cursor of the list, which is ordered by opening, newest first. */
export type AccountCursor = { readonly openedAt: Date; readonly id: string }

const { searchText: _, ...columns } = getTableColumns(accounts)

export const accountColumns = columns

/** With `customerId`, only an account that this customer may read. */
export async function findAccount(
  db: Db,
  id: string,
  { customerId }: { readonly customerId?: string | undefined } = {},
): Promise<AccountRow | null> {
  const [row] = await (customerId === undefined
    ? oneAccount(db).execute({ id })
    : oneAccountOf(db).execute({ id, customerId }))
  return row ? readRow(row) : null
}

const withId = eq(accounts.aggregateId, sql.placeholder('id'))

const oneAccount = preparedOnce(db =>
  db.select(accountColumns).from(accounts).where(withId).prepare('one_account'),
)

const oneAccountOf = preparedOnce(db =>
  db
    .select(accountColumns)
    .from(accounts)
    .where(and(withId, readableBy(sql.placeholder('customerId'))))
    .prepare('one_account_of'),
)

/** The accounts with these ids, in no order; with `customerId`, only what they may read. */
export async function findAccounts(
  db: Db,
  ids: readonly string[],
  { customerId }: { readonly customerId?: string | undefined } = {},
): Promise<AccountRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select(accountColumns)
    .from(accounts)
    .where(and(anyOf(accounts.aggregateId, ids), readableBy(customerId)))
  return rows.map(readRow)
}

/** The ids among `ids` whose accounts this customer may operate. */
export async function findOwnAccounts(
  db: Db,
  customerId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ id: accounts.aggregateId })
    .from(accounts)
    .where(and(inArray(accounts.aggregateId, [...ids]), operableBy(customerId)))
  return rows.map(({ id }) => id)
}

/** A page of accounts, newest opened first, with the cursor of the next page. */
export async function listAccounts(
  db: Db,
  { q, named = [], reference, customerId, ids, openedUntil, cursor, limit }: AccountQuery,
): Promise<{ rows: readonly AccountRow[]; nextCursor: AccountCursor | null }> {
  const found = await db
    .select(accountColumns)
    .from(accounts)
    .where(
      and(
        readableBy(customerId),
        ids && anyOf(accounts.aggregateId, ids),
        reference === undefined ? undefined : isReference(reference),
        named.length === 0 ? foundBy(q) : or(foundBy(q), anyOf(accounts.aggregateId, named)),
        openedUntil && lte(accounts.openedAt, openedUntil),
        cursor &&
          isAfter('desc', [
            [accounts.openedAt, cursor.openedAt],
            [accounts.aggregateId, cursor.id],
          ]),
      ),
    )
    .orderBy(...orderOf(q))
    .limit(limit + 1)
  const rows = found.slice(0, limit).map(readRow)
  const last = rows.at(-1)
  return { rows, nextCursor: found.length > limit && last ? last : null }
}

/** In the form that references have, or as an older program has stored it. */
function isReference(text: string): SQL {
  return inArray(accounts.reference, [...new Set([cleanText('name', text), text])])
}

export function readableBy(customerId: string | Placeholder | undefined): SQL | undefined {
  if (customerId === undefined) return undefined
  return or(eq(accounts.customerId, customerId), eq(accounts.secondCustomerId, customerId))
}

function operableBy(customerId: string): SQL | undefined {
  const { customerId: first, secondCustomerId: second, secondRights: rights } = accounts
  return or(eq(first, customerId), and(eq(second, customerId), eq(rights, 'operate')))
}

/** Accounts with one of these numbers, in their canonical form; two may share a number. */
export async function findByNumber(db: Db, numbers: readonly string[]): Promise<AccountRow[]> {
  if (numbers.length === 0) return []
  const rows = await db
    .select(accountColumns)
    .from(accounts)
    .where(inArray(accounts.number, [...numbers]))
  return rows.map(readRow)
}

/** Accounts with a hold that expired by `at` and is not recorded as expired, first expiry first. */
export async function findExpired(db: Db, at: Date, limit: number): Promise<AccountRow[]> {
  const rows = await db
    .select(accountColumns)
    .from(accounts)
    .where(lte(accounts.nextExpiry, at))
    .orderBy(accounts.nextExpiry)
    .limit(limit)
  return rows.map(readRow)
}
