import type { BookLine } from '@/domain/money/ledger'
import type { AccountJson } from './types'

/** The bank's JSON shapes, types only; money and times as in `types.ts`. */

/** In one currency: the sum of the balances, and the number of accounts. */
export type CurrencyTotalJson = { currency: string; accounts: number; total: string }

/** The whole bank at a moment; an absent clock is now. */
export type BankAtJson = {
  asOf: string | null
  knownAt: string | null
  totals: CurrencyTotalJson[]
}

/** The change between two moments in one currency; zero where there was none. */
export type CurrencyChangeJson = {
  currency: string
  from: CurrencyTotalJson
  to: CurrencyTotalJson
  /** The second total minus the first. */
  change: string
  /** The change in the number of accounts. */
  accounts: number
}

/** The whole bank at two moments, and the changes between them. */
export type BankComparisonJson = {
  from: BankAtJson
  to: BankAtJson
  changes: CurrencyChangeJson[]
}

/** One line of the bank's books: its net, on its debit or its credit side; the other is zero. */
export type LedgerAccountJson = { account: BookLine; debit: string; credit: string }

/** The bank's books in one currency, every ledger account in the same order. */
export type LedgerJson = {
  currency: string
  accounts: LedgerAccountJson[]
  /** The sums of both sides. */
  debit: string
  credit: string
  /** Debits minus credits: zero, or one of the figures is wrong. */
  total: string
}

/** The bank's books at a moment; an absent clock is now. */
export type TrialBalanceJson = {
  asOf: string | null
  knownAt: string | null
  currencies: LedgerJson[]
}

/** Money in and out in one period of business days, in the currency of the report. */
export type FlowJson = {
  /** ISO dates, both inclusive. */
  from: string
  to: string
  inflow: string
  outflow: string
  net: string
  opened: number
  deposits: number
  withdrawals: number
}

/**
 * Accounts whose balances have the same number of digits: from `least` to `most`, both inclusive.
 */
export type BalanceSizeJson = {
  size: number
  /** Null: unbounded. */
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
  /** The calendar date of what came without a time of day; else absent. */
  occurredOn?: string
  note: string | null
}

/** A report on one currency over a range of business days. */
export type InsightsJson = {
  currency: string
  by: 'day' | 'week' | 'month'
  from: string
  to: string
  /** The time zone of the days: the bank's when the reports were last rebuilt. */
  timeZone: string
  /** Every currency of the bank, with the first and last day of its movements. */
  currencies: { currency: string; from: string; to: string }[]
  whole: FlowJson
  periods: FlowJson[]
  /** Of the current balances. */
  sizes: BalanceSizeJson[]
  /** Events in each hour of the day (UTC), 0 to 23. */
  hours: { hour: number; events: number }[]
  busiest: { from: string; to: string; events: number }[]
  largest: LargestMovementJson[]
  payments: PaymentsJson
  /** Open case files of the whole bank, by days since they were opened; `overdue` of those. */
  cases: { fromDays: number; files: number; overdue: number }[]
}

/** What payment orders in the report's currency will move, and what came of their payments. */
export type PaymentsJson = {
  /** The coming days; those of `due` that have payments. */
  ahead: { from: string; to: string }
  /** `open`: how many of the payments depend on balances, and are not in `amount`. */
  due: { day: string; payments: number; amount: string; open: number }[]
  /** The orders that pay again and again; `open` as in `due`. */
  standing: {
    every: 'once' | 'day' | 'week' | 'month' | 'quarter' | 'year'
    orders: number
    /** On average. */
    perMonth: string
    open: number
  }[]
  /** On the days of the report; `refused`: the type of the refusal, null for paid. */
  outcomes: { refused: string | null; payments: number; amount: string }[]
}

/** An account without movements since `lastDay` (an ISO date). */
export type QuietAccountJson = AccountJson & { lastDay: string }
