import type { Sql, Transaction } from '../connection'
import type { Clocks } from '../streams/state-at'
import { CURRENCY_SQL, changeSql } from '../timeline/event-amounts'
import { gridAt, requireMinutes } from './grid-at'
import { insights } from './insights'

/** The bank's total in one currency; `total` in minor units. */
export type CurrencyTotal = {
  readonly currency: string
  readonly accounts: number
  readonly total: bigint
}

/**
 * The sum of all balances per currency at business time `asOf` as the bank knew it at `knownAt`,
 * and the number of accounts: the events of `gridAt`, added up.
 * @throws YearDetached for a moment in the detached years
 */
export async function readBankAt(sql: Sql, moment: Clocks): Promise<CurrencyTotal[]> {
  await requireMinutes(sql, moment)
  const rows = await sql<{ currency: string; total: string; opened: string }[]>`
    ${customersAt(sql, moment)} order by currency`
  return rows.map(row => ({
    currency: row.currency,
    accounts: Number(row.opened),
    total: BigInt(row.total),
  }))
}

/** The same as a query, of currencies that have accounts or money. */
export function customersAt(sql: Sql | Transaction, moment: Clocks) {
  const grid = {
    table: 'flow_cells',
    subscriber: insights.name,
    columns: 'currency, net, opened',
    ofEvent: `${CURRENCY_SQL} as currency, ${changeSql()} as net,
      (log.event_version = 1)::int as opened`,
  }
  return sql`
    select currency, sum(net) as total, sum(opened) as opened
    from (${gridAt(sql, grid, moment)}) as parts
    where net is not null
    group by currency having sum(opened) > 0 or sum(net) <> 0`
}
