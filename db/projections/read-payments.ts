import { and, eq, sql as fragment, isNotNull, lte, sum } from 'drizzle-orm'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import { datesFrom, type Frequency, type Holidays } from '@/domain/payment-order/schedule'
import type { Sql } from '../connection'
import { paymentOutcomes, paymentPlans } from '../payments-schema'
import { drizzleOn } from '../query'

/** What is due on a day; `amount` in minor units, of those payments whose amount is fixed. */
export type DueDay = {
  readonly day: DateText
  readonly payments: number
  readonly amount: bigint
  /** Of those, payments whose amount depends on balances. */
  readonly open: number
}

/**
 * What running orders will pay from `from` to `to` (both inclusive, a month at most), for each day
 * that has payments, in order. What was due before `from` is of the first day; payments that failed
 * and are tried again are not counted.
 */
export async function readDuePayments(
  sql: Sql,
  currency: string,
  { from, to }: { readonly from: DateText; readonly to: DateText },
  holidays: Holidays,
): Promise<DueDay[]> {
  const plans = await drizzleOn(sql)
    .select({
      next: paymentPlans.next,
      amount: paymentPlans.amount,
      schedule: paymentPlans.schedule,
    })
    .from(paymentPlans)
    .where(and(eq(paymentPlans.currency, currency), lte(paymentPlans.nextOn, to)))
  const days = new Map<DateText, DueDay>()
  for (const { next, amount, schedule } of plans) {
    for (const { on } of datesFrom(schedule, next, holidays, DATES_MAX[schedule.every])) {
      if (on > to) break
      const day = on < from ? from : on
      const known = days.get(day) ?? { day, payments: 0, amount: 0n, open: 0 }
      days.set(day, {
        day,
        payments: known.payments + 1,
        amount: known.amount + (amount ?? 0n),
        open: known.open + (amount === null ? 1 : 0),
      })
    }
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

/** More dates than a month has, with those that wait. */
const DATES_MAX: Readonly<Record<Frequency, number>> = {
  once: 1,
  day: 60,
  week: 10,
  month: 4,
  quarter: 2,
  year: 2,
}

/** The orders that pay again and again, by how often. */
export type StandingOrders = {
  readonly every: Frequency
  readonly orders: number
  /** What one payment of each moves together, in minor units, where it is fixed. */
  readonly amount: bigint
  /** Of those, orders whose amounts depend on balances. */
  readonly open: number
}

export async function readStandingOrders(sql: Sql, currency: string): Promise<StandingOrders[]> {
  const { amount, schedule, nextOn } = paymentPlans
  const every = fragment<Frequency>`${schedule} ->> 'every'`
  const rows = await drizzleOn(sql)
    .select({
      every,
      orders: fragment<number>`count(*)::int`,
      amount: fragment<string>`coalesce(sum(${amount}), 0)::text`,
      open: fragment<number>`(count(*) filter (where ${amount} is null))::int`,
    })
    .from(paymentPlans)
    .where(and(eq(paymentPlans.currency, currency), isNotNull(nextOn)))
    .groupBy(every)
  return rows
    .filter(row => row.every !== 'once')
    .map(row => ({ ...row, amount: BigInt(row.amount) }))
}

/** What came of payments; `amount` in minor units. */
export type OutcomeSum = {
  readonly outcome: string
  readonly payments: number
  readonly amount: bigint
}

/** What came of payments on the days of a zone from `from` to `to`, most payments first. */
export async function readPaymentOutcomes(
  sql: Sql,
  currency: string,
  { from, to, zone }: Record<'from' | 'to' | 'zone', string>,
): Promise<OutcomeSum[]> {
  const { hour, outcome, payments, amount } = paymentOutcomes
  const rows = await drizzleOn(sql)
    .select({
      outcome,
      payments: sum(payments).mapWith(Number),
      amount: fragment<string>`sum(${amount})::text`,
    })
    .from(paymentOutcomes)
    .where(
      and(
        eq(paymentOutcomes.currency, currency),
        fragment`${hour} >= ${from}::text::timestamp at time zone ${zone}`,
        fragment`${hour} < (${to}::text::timestamp + interval '1 day') at time zone ${zone}`,
      ),
    )
    .groupBy(outcome)
  return rows
    .map(row => ({ ...row, amount: BigInt(row.amount) }))
    .toSorted((a, b) => b.payments - a.payments || (a.outcome < b.outcome ? -1 : 1))
}
