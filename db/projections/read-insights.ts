import type { Sql } from '../connection'
import type { Clocks } from '../streams/state-at'
import {
  readAccountsOfSize,
  readBalanceSizes,
  readDormant,
  type StandingsQuery,
} from './account-standings'
import { readBankAt } from './bank-at'
import { readBusyHours } from './busy-hours'
import { readDailyFlows, readFlowSpans } from './daily-flows'
import { readLargestMovements } from './largest-movements'

/** Reads of the bank as a whole. Days are ISO dates of UTC. */
export function insightsOf(sql: Sql) {
  return {
    /** The total of all balances at a moment; see `readBankAt`. */
    bankAt: (moment: Clocks) => readBankAt(sql, moment),
    /** The inflow and outflow of each day, in every currency. */
    dailyFlows: (from: string, to: string) => readDailyFlows(sql, from, to),
    /** The first and last day with a flow, of each currency. */
    flowSpans: () => readFlowSpans(sql),
    busyHours: (currency: string, from: string, to: string, busiestMax: number) =>
      readBusyHours(sql, currency, from, to, busiestMax),
    largestMovements: (currency: string, from: string, to: string) =>
      readLargestMovements(sql, currency, from, to),
    balanceSizes: (currency: string) => readBalanceSizes(sql, currency),
    accountsOfSize: (
      currency: string,
      size: number,
      page: { readonly limit: number; readonly after?: string | undefined },
    ) => readAccountsOfSize(sql, currency, size, page),
    dormant: (day: string, page: StandingsQuery) => readDormant(sql, day, page),
  }
}
