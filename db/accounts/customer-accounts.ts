import { and, asc, isNotNull, ne, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../query'
import { accounts } from '../schema'
import { type AccountRow, readRow } from './account-rows'
import { accountColumns, readableBy } from './accounts'

/** The sum of the balances of a customer's open accounts in one currency, in minor units. */
export type CustomerTotal = {
  readonly currency: string
  readonly accounts: number
  readonly balance: bigint
}

/** A customer's totals by currency, in the order of the currency codes. */
export async function totalsOf(db: Db, customerId: string): Promise<CustomerTotal[]> {
  const rows = await db
    .select({
      currency: accounts.currency,
      accounts: sql<number>`count(*)::int`,
      balance: sql<string>`sum(${accounts.balance})::text`,
    })
    .from(accounts)
    .where(and(readableBy(customerId), isOpen()))
    .groupBy(accounts.currency)
    .orderBy(asc(accounts.currency))
  return rows.map(({ balance, ...row }) => ({ ...row, balance: BigInt(balance) }))
}

/** The customer's open accounts with an overdraft, a hold, a freeze or limits: mostly few. */
export async function withTerms(db: Db, customerId: string): Promise<AccountRow[]> {
  const rows = await db
    .select(accountColumns)
    .from(accounts)
    .where(and(readableBy(customerId), isOpen(), isNotNull(accounts.terms)))
  return rows.map(readRow)
}

function isOpen(): SQL {
  return ne(accounts.status, 'closed')
}
