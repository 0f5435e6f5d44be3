import type { AccountJson } from './types'

/** The shapes of the bank as a whole on the wire, types only; money and times as in `types.ts`. */

/** What the bank held in one currency: the sum of its balances, and how many accounts there were. */
export type CurrencyTotalJson = { currency: string; accounts: number; total: string }

/** The whole bank at a moment; an absent clock is now. */
export type BankAtJson = {
  asOf: string | null
  knownAt: string | null
  totals: CurrencyTotalJson[]
}

/** From one moment to another in one currency; zero where the bank had none in it. */
export type CurrencyChangeJson = {
  currency: string
  from: CurrencyTotalJson
  to: CurrencyTotalJson
  /** The total at the second moment less that at the first. */
  change: string
  /** The same of the number of accounts. */
  accounts: number
}

/** Two moments of the whole bank, and what lies between them. */
export type BankComparisonJson = {
  from: BankAtJson
  to: BankAtJson
  changes: CurrencyChangeJson[]
}

/** What went in and out in one period of business days (UTC), in the currency of the report. */
export type FlowJson = {
  /** ISO dates, both included. */
  from: string
  to: string
  inflow: string
  outflow: string
  net: string
  opened: number
  deposits: number
  withdrawals: number
}

/** Accounts whose balances have the same number of digits: from `least` to `most`, both included. */
export type BalanceSizeJson = {
  size: number
  /** Null: without bound. */
  least: string | null
  most: string
  accounts: number
  total: string
}

export type LargestMovementJson = {
  accountId: string
  owner: string
  version: number
  type: string
  /** Whether the money left the account. */
  isOut: boolean
  amount: string
  occurredAt: string
  note: string | null
}

/** What can be said of one currency over a range of business days (UTC). */
export type InsightsJson = {
  currency: string
  by: 'day' | 'week' | 'month'
  from: string
  to: string
  /** Every currency of the bank, with the first and last day on which something flowed. */
  currencies: { currency: string; from: string; to: string }[]
  whole: FlowJson
  periods: FlowJson[]
  /** Of the balances as they are now. */
  sizes: BalanceSizeJson[]
  /** Events in each hour of the day (UTC), 0 to 23. */
  hours: { hour: number; events: number }[]
  busiest: { from: string; to: string; events: number }[]
  largest: LargestMovementJson[]
}

/** An account on which nothing has happened since `lastDay` (an ISO date, UTC). */
export type QuietAccountJson = AccountJson & { lastDay: string }
