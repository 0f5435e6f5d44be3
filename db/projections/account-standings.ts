import type { Row } from 'postgres'
import type { AccountRow } from '../accounts/account-rows'
import type { Sql, Transaction } from '../connection'
import type { Moved } from './moved-money'

/**
 * The size of a balance: how many digits it has in minor units, so 3 from 1.00 to 9.99 EUR; 0 for
 * nothing, and -1 for less than nothing (which imported books have).
 */
export function sizeOf(balance: bigint): number {
  if (balance < 0n) return -1
  return balance === 0n ? 0 : balance.toString().length
}

type Quiet = {
  readonly id: string
  readonly currency: string
  lastDay: string
  size: number
}
type Size = { readonly currency: string; readonly size: number; accounts: number; total: bigint }

/**
 * Follows how large each account's balance is, and when something last happened on it. What leaves
 * one size and enters another is in the event itself: its balance, and the amount that led to it.
 */
export async function addStandings(
  tx: Transaction,
  moved: readonly Moved[],
  standingsTable: string,
  sizesTable: string,
): Promise<void> {
  const standings = new Map<string, Quiet>()
  const sizes = new Map<string, Size>()
  const count = (currency: string, balance: bigint, sign: 1 | -1) => {
    const size = sizeOf(balance)
    const known = sizes.get(`${currency} ${size}`) ?? { currency, size, accounts: 0, total: 0n }
    known.accounts += sign
    known.total += BigInt(sign) * balance
    sizes.set(`${currency} ${size}`, known)
  }
  for (const { recorded, change, balance, currency, isOpening } of moved) {
    const { aggregateId: id, occurredAt } = recorded
    if (!isOpening) count(currency, balance - change, -1)
    count(currency, balance, 1)
    const day = occurredAt.toISOString().slice(0, 10)
    const lastDay = standings.get(id)?.lastDay ?? day
    const next = { id, currency, size: sizeOf(balance) }
    standings.set(id, { ...next, lastDay: lastDay > day ? lastDay : day })
  }
  await upsertStandings(tx, [...standings.values()], standingsTable)
  const changed = [...sizes.values()].filter(one => one.accounts !== 0 || one.total !== 0n)
  await upsertSizes(tx, changed, sizesTable)
}

/**
 * Most movements change neither the size nor the day: then the row is left alone. An event that was
 * parked and comes after later ones of its account can leave an old size; a rebuild mends that.
 */
async function upsertStandings(tx: Transaction, rows: readonly Quiet[], table: string) {
  await tx`
    insert into ${tx(table)} as s (aggregate_id, last_day, size, currency)
    select * from unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ lastDay }) => lastDay)}::text[]::date[],
      ${rows.map(({ size }) => size)}::smallint[],
      ${rows.map(({ currency }) => currency)}::text[])
    on conflict (aggregate_id) do update
      set last_day = greatest(s.last_day, excluded.last_day), size = excluded.size
      where s.last_day < excluded.last_day or s.size <> excluded.size`
}

async function upsertSizes(tx: Transaction, rows: readonly Size[], table: string) {
  if (rows.length === 0) return
  await tx`
    insert into ${tx(table)} as b (accounts, size, currency, total)
    select * from unnest(
      ${rows.map(({ accounts }) => accounts)}::int[],
      ${rows.map(({ size }) => size)}::smallint[],
      ${rows.map(({ currency }) => currency)}::text[],
      ${rows.map(({ total }) => total.toString())}::text[]::numeric[])
    on conflict (currency, size) do update
      set accounts = b.accounts + excluded.accounts, total = b.total + excluded.total`
}

/** How many accounts have a balance of one size; `total` in minor units. */
export type BalanceSize = {
  readonly currency: string
  readonly size: number
  readonly accounts: number
  readonly total: bigint
}

/** The sizes of all balances in a currency, smallest first; sizes that no account has are left out. */
export async function readBalanceSizes(sql: Sql, currency: string): Promise<BalanceSize[]> {
  const rows = await sql`
    select currency, size, accounts, total from balance_sizes
    where currency = ${currency} and accounts > 0 order by size`
  return rows.map(row => ({
    currency: row.currency,
    size: row.size,
    accounts: row.accounts,
    total: BigInt(row.total),
  }))
}

/** An account of a list, with the last day (an ISO date) on which something happened. */
export type Standing = AccountRow & { readonly lastDay: string }

/** What a list of accounts asks for, and where the page before ended. */
export type StandingsQuery = {
  readonly limit: number
  readonly after?: { readonly lastDay: string; readonly id: string } | undefined
}

/** Accounts on which nothing happened since before `day` (an ISO date), the longest quiet first. */
export async function readDormant(
  sql: Sql,
  day: string,
  { limit, after }: StandingsQuery,
): Promise<Standing[]> {
  const rows = await sql`
    select a.*, s.last_day::text as last_day
    from (
      select * from account_standings
      where last_day < ${day}::text::date
        ${after ? sql`and (last_day, aggregate_id) > (${after.lastDay}::text::date, ${after.id}::uuid)` : sql``}
      order by last_day, aggregate_id limit ${limit}) as s
    join accounts a on a.aggregate_id = s.aggregate_id
    order by s.last_day, s.aggregate_id`
  return rows.map(standingOf)
}

/** Accounts whose balance has one size, in the order of their ids. */
export async function readAccountsOfSize(
  sql: Sql,
  currency: string,
  size: number,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<Standing[]> {
  const rows = await sql`
    select a.*, s.last_day::text as last_day
    from (
      select * from account_standings
      where currency = ${currency} and size = ${size}
        ${after ? sql`and aggregate_id > ${after}::uuid` : sql``}
      order by aggregate_id limit ${limit}) as s
    join accounts a on a.aggregate_id = s.aggregate_id
    order by s.aggregate_id`
  return rows.map(standingOf)
}

function standingOf(row: Row): Standing {
  return {
    id: row.aggregate_id,
    number: row.number,
    reference: row.reference,
    owner: row.owner,
    currency: row.currency,
    balance: BigInt(row.balance),
    status: row.status,
    version: row.version,
    openedAt: row.opened_at,
    customerId: row.customer_id,
    lastDay: row.last_day,
  }
}
