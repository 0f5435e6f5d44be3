import { and, asc, desc, gt, isNull, lte } from 'drizzle-orm'
import type { Db } from '../query'
import { accounts } from '../schema'
import { type AccountRow, readRow } from './account-rows'
import { accountColumns } from './accounts'

/** Accounts of which a hold expires after `from` and by `to`, the first to expire first. */
export async function findExpiring(
  db: Db,
  from: Date,
  to: Date,
  limit: number,
): Promise<AccountRow[]> {
  const rows = await db
    .select(accountColumns)
    .from(accounts)
    .where(and(gt(accounts.nextExpiry, from), lte(accounts.nextExpiry, to)))
    .orderBy(asc(accounts.nextExpiry))
    .limit(limit)
  return rows.map(readRow)
}

/** Accounts without a customer, newest opened first; closed ones are among them. */
export async function findWithoutCustomer(db: Db, limit: number): Promise<AccountRow[]> {
  const rows = await db
    .select(accountColumns)
    .from(accounts)
    .where(isNull(accounts.customerId))
    // With the customer, so that only the index of customers has this order.
    .orderBy(desc(accounts.customerId), desc(accounts.openedAt), desc(accounts.aggregateId))
    .limit(limit)
  return rows.map(readRow)
}
