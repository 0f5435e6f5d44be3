import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { dayAfter } from '@/app/_time/flow-periods'
import type { PaymentsJson } from '@/app/_wire/bank'
import { dayIn } from '@/domain/bank-account/business-day'
import { formatAmount } from '@/domain/money/money'
import { PAID } from '@/domain/payment-order/outcome'
import { FREQUENCIES } from '@/domain/payment-order/schedule'

/** How far ahead a report looks, today included. */
const DAYS_AHEAD = 30

const PER_YEAR = { once: 0n, day: 365n, week: 52n, month: 12n, quarter: 4n, year: 1n } as const

type Days = Record<'from' | 'to' | 'timeZone' | 'currency', string>

/** What payment orders will move, and what came of their payments on the days of a report. */
export async function getPayments({ from, to, timeZone, currency }: Days): Promise<PaymentsJson> {
  const today = dayIn(timeZone, new Date())
  const ahead = { from: today, to: dayAfter(today, DAYS_AHEAD - 1) }
  const read = bank().store.insights
  const [due, standing, outcomes] = await Promise.all([
    read.duePayments(currency, ahead),
    read.standingOrders(currency),
    read.paymentOutcomes(currency, { from, to, zone: timeZone }),
  ])
  const text = (minor: bigint) => formatAmount(minor, currency)
  const place = (every: (typeof FREQUENCIES)[number]) => FREQUENCIES.indexOf(every)
  return {
    ahead,
    due: due.map(day => ({ ...day, amount: text(day.amount) })),
    standing: standing
      .toSorted((a, b) => place(a.every) - place(b.every))
      .map(({ amount, every, ...counted }) => ({
        ...counted,
        every,
        perMonth: text((amount * PER_YEAR[every]) / 12n),
      })),
    outcomes: outcomes.map(({ outcome, payments, amount }) => ({
      refused: outcome === PAID ? null : outcome,
      payments,
      amount: text(amount),
    })),
  }
}
