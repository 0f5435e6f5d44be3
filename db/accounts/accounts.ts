import { and, desc, eq, getTableColumns, inArray, like, lte, or, type SQL } from 'drizzle-orm'
import { type Db, isAfter } from '../query'
import { accounts } from '../schema'
import { type AccountRow, plain } from './account-rows'

export type AccountQuery = {
  /** Part of the owner's name, the number or the reference. */
  readonly q?: string | undefined
  /** The whole reference. */
  readonly reference?: string | undefined
  /** Only accounts that this customer may operate. */
  readonly customerId?: string | undefined
  /** Only accounts opened at this moment or before. */
  readonly openedUntil?: Date | undefined
  readonly cursor?: AccountCursor | undefined
  readonly limit: number
}

/** The cursor of the list, which is ordered by opening, newest first. */
export type AccountCursor = { readonly openedAt: Date; readonly id: string }

const { aggregateId: id, searchText: _, ...others } = getTableColumns(accounts)

export const accountColumns = { id, ...others }

/** With `customerId`, only an account that this customer may operate. */
export async function findAccount(
  db: Db,
  id: string,
  { customerId }: { readonly customerId?: string | undefined } = {},
): Promise<AccountRow | null> {
  const [row] = await db
    .select(accountColumns)
    .from(accounts)
    .where(and(eq(accounts.aggregateId, id), ownedBy(customerId)))
  return row ? opened(row) : null
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
    .where(and(inArray(accounts.aggregateId, [...ids]), ownedBy(customerId)))
  return rows.map(({ id }) => id)
}

/** A page of accounts, newest opened first, with the cursor of the next page. */
export async function listAccounts(
  db: Db,
  { q, reference, customerId, openedUntil, cursor, limit }: AccountQuery,
): Promise<{ rows: readonly AccountRow[]; nextCursor: AccountCursor | null }> {
  const found = await db
    .select(accountColumns)
    .from(accounts)
    .where(
      and(
        ownedBy(customerId),
        reference === undefined ? undefined : eq(accounts.reference, reference),
        matches(q),
        openedUntil && lte(accounts.openedAt, openedUntil),
        cursor &&
          isAfter('desc', [
            [accounts.openedAt, cursor.openedAt],
            [accounts.aggregateId, cursor.id],
          ]),
      ),
    )
    .orderBy(desc(accounts.openedAt), desc(accounts.aggregateId))
    .limit(limit + 1)
  const rows = found.slice(0, limit).map(opened)
  const last = rows.at(-1)
  return { rows, nextCursor: found.length > limit && last ? last : null }
}

function ownedBy(customerId: string | undefined): SQL | undefined {
  return customerId === undefined ? undefined : eq(accounts.customerId, customerId)
}

function matches(q: string | undefined): SQL | undefined {
  const text = plain(q ?? '').trim()
  if (text === '') return undefined
  const [asTyped, joined] = [text, text.replaceAll(/\s/g, '')].map(
    part => `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`,
  )
  return or(
    like(accounts.searchText, asTyped ?? ''),
    asTyped === joined ? undefined : like(accounts.searchText, joined ?? ''),
  )
}

function opened(row: AccountRow): AccountRow {
  if (row.status !== 'open') throw new Error(`Account ${row.id} has status ${row.status}`)
  return row
}
