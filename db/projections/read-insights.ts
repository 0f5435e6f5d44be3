import { bankHolidays } from '../bank-holidays'
import type { Sql } from '../connection'
import { dayZoneOf } from '../day-zone'
import type { Clocks } from '../streams/state-at'
import {
  readAccountsOfSize,
  readBalanceSizes,
  readDormant,
  type StandingsQuery,
} from './account-standings'
import { readBankAt } from './bank-at'
import { readBusyHours } from './busy-hours'
import { readCaseAges } from './case-ages'
import { readDailyFlows, readFlowSpans } from './daily-flows'
import { readLargestMovements } from './largest-movements'
import { readOverdrawn } from './overdrawn'
import { readDuePayments, readPaymentOutcomes, readStandingOrders } from './read-payments'
import { readTrialBalance } from './trial-balance'

/** Reads of the bank as a whole. Days are ISO dates of `dayZone`. */
export function insightsOf(sql: Sql) {
  return {
    /** The total of all balances at a moment; see `readBankAt`. */
    bankAt: (moment: Clocks) => readBankAt(sql, moment),
    /** The bank's books at a moment; see `readTrialBalance`. */
    trialBalance: (moment: Clocks) => readTrialBalance(sql, moment),
    /** The time zone of the days; see `dayZoneOf`. */
    dayZone: () => dayZoneOf(sql, 'daily_flows'),
    /** The inflow and outflow of each day, in every currency. */
    dailyFlows: (from: string, to: string) => readDailyFlows(sql, from, to),
    /** The first and last day with a flow, of each currency. */
    flowSpans: () => readFlowSpans(sql),
    busyHours: (
      currency: string,
      days: Record<'from' | 'to' | 'zone', string>,
      busiestMax: number,
    ) => readBusyHours(sql, currency, days, busiestMax),
    largestMovements: (currency: string, from: string, to: string) =>
      readLargestMovements(sql, currency, from, to),
    balanceSizes: (currency: string) => readBalanceSizes(sql, currency),
    /** What payment orders will pay on the days from `from` to `to`. */
    duePayments: (currency: string, days: Record<'from' | 'to', string>) =>
      readDuePayments(sql, currency, days, bankHolidays()),
    /** Open case files by age. */
    caseAges: (now: Date, today: string) => readCaseAges(sql, now, today),
    standingOrders: (currency: string) => readStandingOrders(sql, currency),
    paymentOutcomes: (currency: string, days: Record<'from' | 'to' | 'zone', string>) =>
      readPaymentOutcomes(sql, currency, days),
    accountsOfSize: (
      currency: string,
      size: number,
      page: { readonly limit: number; readonly after?: string | undefined },
    ) => readAccountsOfSize(sql, currency, size, page),
    /** The number of overdrawn accounts by currency. */
    overdrawn: () => readOverdrawn(sql),
    dormant: (day: string, page: StandingsQuery) => readDormant(sql, day, page),
  }
}
