import { LEDGER_ACCOUNTS, type LedgerAccount } from '@/domain/money/ledger'
import type { Sql, Transaction } from '../connection'
import type { Clocks } from '../streams/state-at'
import { CURRENCY_SQL, changeSql, ledgerSql } from '../timeline/event-amounts'
import { customersAt } from './bank-at'
import { type Grid, gridAt, requireMinutes } from './grid-at'
import { ledger } from './ledger'

/** The bank's books in one currency, in minor units: debits above zero, credits below. */
export type TrialBalance = {
  readonly currency: string
  /** What the bank owes its customers, as a credit: the balances' own figures. */
  readonly customers: bigint
  /** The net of each ledger account. */
  readonly ledger: Readonly<Record<LedgerAccount, bigint>>
  /** The sum of them all: zero, or one of the figures is wrong. */
  readonly total: bigint
}

/**
 * The trial balance of each currency at business time `asOf` as the bank knew it at `knownAt`. The
 * two sides come from figures that are kept apart: the customers' from the balances in the account
 * list (now) or from `flow_cells` (then), the ledger accounts from `ledger_cells`. It is one
 * statement on one database snapshot, so the total is zero while writers go on.
 * @throws YearDetached for a moment in the detached years
 */
export async function readTrialBalance(
  sql: Sql | Transaction,
  moment: Clocks,
): Promise<TrialBalance[]> {
  await requireMinutes(sql, moment)
  const isNow = moment.asOf === undefined && moment.knownAt === undefined
  // Plain SQL: both sides as of one moment, and a grid that is added up in parts.
  const rows = await sql<{ currency: string; ledger: LedgerAccount | null; net: string }[]>`
    select currency, null as ledger, total as net
    from (${isNow ? balances(sql) : customersAt(sql, moment)}) as customers
    union all
    select currency, ledger, sum(net)
    from (${gridAt(sql, ledgerGrid(), moment)}) as sides
    group by currency, ledger having sum(net) <> 0`
  const books = new Map<string, Book>()
  for (const { currency, ledger, net } of rows) {
    const book = books.get(currency) ?? { customers: 0n, ledger: { ...NOTHING } }
    if (ledger === null) book.customers = -BigInt(net)
    else book.ledger[ledger] = BigInt(net)
    books.set(currency, book)
  }
  return [...books]
    .map(([currency, book]) => ({ currency, ...book, total: totalOf(book) }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}

type Book = { customers: bigint; readonly ledger: Record<LedgerAccount, bigint> }

const NOTHING = Object.fromEntries(LEDGER_ACCOUNTS.map(name => [name, 0n])) as Record<
  LedgerAccount,
  bigint
> // it has every name

function totalOf({ customers, ledger }: Book): bigint {
  return Object.values(ledger).reduce((sum, net) => sum + net, customers)
}

function balances(sql: Sql | Transaction) {
  return sql`select currency, sum(balance) as total from accounts group by currency`
}

function ledgerGrid(): Grid {
  return {
    table: 'ledger_cells',
    subscriber: ledger.name,
    columns: 'currency, ledger, net',
    ofEvent: `${CURRENCY_SQL} as currency, ${ledgerSql()} as ledger, ${changeSql()} as net`,
  }
}
