import { and, eq, gt, lt, type SQL } from 'drizzle-orm'
import { type AccountRow, readRow } from '../accounts/account-rows'
import { accountColumns } from '../accounts/accounts'
import type { Sql, Transaction } from '../connection'
import { businessDay } from '../day-zone'
import { drizzleOn, isAfter, newRows } from '../query'
import { accountStandings, balanceSizes } from '../read-model-schema'
import { accounts } from '../schema'
import type { Moved } from './moved-money'

/**
 * The size of a balance: its number of digits in minor units, such as 3 from 1.00 to 9.99 EUR; 0
 * for zero, and -1 below zero (which imported accounts may be).
 */
export function sizeOf(balance: bigint): number {
  if (balance < 0n) return -1
  return balance === 0n ? 0 : balance.toString().length
}

/**
 * Maintains the size of each account's balance, and the last day of activity. The event itself
 * tells which size it leaves and which it enters: by its balance and its amount.
 */
export async function addStandings(
  tx: Transaction,
  moved: readonly Moved[],
  zone: string,
  { standings: standingsTable, sizes: sizesTable }: Readonly<Record<'standings' | 'sizes', string>>,
): Promise<void> {
  const standings = new Map<string, typeof accountStandings.$inferInsert>()
  const sizes = new Map<string, typeof balanceSizes.$inferInsert>()
  const count = (currency: string, balance: bigint, sign: 1 | -1) => {
    const size = sizeOf(balance)
    const known = sizes.get(`${currency} ${size}`) ?? { currency, size, accounts: 0, total: 0n }
    known.accounts += sign
    known.total += BigInt(sign) * balance
    sizes.set(`${currency} ${size}`, known)
  }
  for (const { recorded, change, balance, currency, isOpening } of moved) {
    const { aggregateId } = recorded
    if (!isOpening) count(currency, balance - change, -1)
    count(currency, balance, 1)
    const day = businessDay(recorded, zone)
    const lastDay = standings.get(aggregateId)?.lastDay ?? day
    const next = { aggregateId, currency, size: sizeOf(balance) }
    standings.set(aggregateId, { ...next, lastDay: lastDay > day ? lastDay : day })
  }
  // Rows that change neither size nor day, which are most, are not written. A parked event, handled
  // after later ones of its account, can leave an old size; a rebuild corrects that.
  await tx`
    insert into ${tx(standingsTable)} as s ${newRows(tx, accountStandings, [...standings.values()])}
    on conflict (aggregate_id) do update
      set last_day = greatest(s.last_day, excluded.last_day), size = excluded.size
      where s.last_day < excluded.last_day or s.size <> excluded.size`
  const changed = [...sizes.values()].filter(one => one.accounts !== 0 || one.total !== 0n)
  if (changed.length === 0) return
  await tx`
    insert into ${tx(sizesTable)} as b ${newRows(tx, balanceSizes, changed)}
    on conflict (currency, size) do update
      set accounts = b.accounts + excluded.accounts, total = b.total + excluded.total`
}

/** The number of accounts with a balance of one size; `total` in minor units. */
export type BalanceSize = Readonly<typeof balanceSizes.$inferSelect>

/** The sizes of all balances in a currency, smallest first, without sizes of no account. */
export async function readBalanceSizes(sql: Sql, currency: string): Promise<BalanceSize[]> {
  return drizzleOn(sql)
    .select()
    .from(balanceSizes)
    .where(and(eq(balanceSizes.currency, currency), gt(balanceSizes.accounts, 0)))
    .orderBy(balanceSizes.size)
}

/** An account, with its last day of activity (an ISO date). */
export type Standing = AccountRow & { readonly lastDay: string }

/** The page of a list, with the cursor of the page before. */
export type StandingsQuery = {
  readonly limit: number
  readonly after?: { readonly lastDay: string; readonly id: string } | undefined
}

const { aggregateId, lastDay } = accountStandings

/** Accounts without activity since before `day` (an ISO date), the longest inactive first. */
export async function readDormant(
  sql: Sql,
  day: string,
  { limit, after }: StandingsQuery,
): Promise<Standing[]> {
  const place =
    after &&
    isAfter('asc', [
      [lastDay, after.lastDay],
      [aggregateId, after.id],
    ])
  return listStandings(sql, and(lt(lastDay, day), place), ['lastDay', 'aggregateId'], limit)
}

/** Accounts with a balance of one size, by id. */
export async function readAccountsOfSize(
  sql: Sql,
  currency: string,
  size: number,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<Standing[]> {
  const isOfSize = and(eq(accountStandings.currency, currency), eq(accountStandings.size, size))
  const place = after ? gt(aggregateId, after) : undefined
  return listStandings(sql, and(isOfSize, place), ['aggregateId'], limit)
}

/** The page is selected before its accounts are joined: an index has its order. */
async function listStandings(
  sql: Sql,
  where: SQL | undefined,
  order: readonly ('lastDay' | 'aggregateId')[],
  limit: number,
): Promise<Standing[]> {
  const typed = drizzleOn(sql)
  const page = typed
    .select()
    .from(accountStandings)
    .where(where)
    .orderBy(...order.map(name => accountStandings[name]))
    .limit(limit)
    .as('page')
  const rows = await typed
    .select({ ...accountColumns, lastDay: page.lastDay })
    .from(page)
    .innerJoin(accounts, eq(accounts.aggregateId, page.aggregateId))
    .orderBy(...order.map(name => page[name]))
  return rows.map(({ lastDay, ...row }) => ({ ...readRow(row), lastDay }))
}
