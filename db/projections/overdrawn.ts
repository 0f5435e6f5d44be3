import { and, asc, eq, gt } from 'drizzle-orm'
import type { Sql } from '../connection'
import { drizzleOn } from '../query'
import { balanceSizes } from '../read-model-schema'
import { sizeOf } from './account-standings'

/** The number of overdrawn accounts in a currency. */
export type Overdrawn = { readonly currency: string; readonly accounts: number }

/** The currencies with overdrawn accounts: from a table of a few rows for each currency. */
export async function readOverdrawn(sql: Sql): Promise<Overdrawn[]> {
  return drizzleOn(sql)
    .select({ currency: balanceSizes.currency, accounts: balanceSizes.accounts })
    .from(balanceSizes)
    .where(and(eq(balanceSizes.size, sizeOf(-1n)), gt(balanceSizes.accounts, 0)))
    .orderBy(asc(balanceSizes.currency))
}
