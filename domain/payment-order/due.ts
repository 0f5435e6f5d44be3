import { startOfDateIn } from '@/domain/bank-account/business-day'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import type { Attempt } from './events'
import type { Order } from './payment-order'
import { addDays, datesFrom, type Holidays, lastDateOf } from './schedule'
import { ENDED } from './statuses'

/** What an order needs next, and from when on. */
export type NextStep = { readonly at: Date } & (
  | {
      readonly step: 'begin'
      readonly index: number
      readonly date: DateText
      readonly on: DateText
    }
  | { readonly step: 'retry'; readonly date: DateText; readonly attempt: number }
  /** The transfer of a payment that was begun, and what came of it. */
  | ({ readonly step: 'pay' } & Attempt)
  /** Its last date passed. */
  | { readonly step: 'end' }
)

/** The next step of an order; null when nothing happens without a person. */
export function nextStepOf(order: Order, holidays: Holidays): NextStep | null {
  const { status, open } = order
  // Begun is begun: also after a pause or a cancellation, its transfer may have been made.
  if (open?.status === 'due') {
    const { date, attempt, amount, currency } = open
    return { step: 'pay', at: new Date(0), date, attempt, amount, currency }
  }
  switch (status) {
    case 'scheduled':
      return open ? retryOf(open) : paymentOf(order, holidays)
    case 'draft':
    case 'submitted':
      return endOf(order)
    default:
      return null
  }
}

/** The dates that follow, with the days on which they are paid: for people who look ahead. */
export function upcoming(
  order: Order,
  holidays: Holidays,
  limit: number,
): { readonly date: DateText; readonly on: DateText }[] {
  if (ENDED.includes(order.status)) return []
  return datesFrom(order.schedule, order.next, holidays, limit).map(({ date, on }) => ({
    date,
    on,
  }))
}

function retryOf({ date, attempt, retryAt }: NonNullable<Order['open']>): NextStep | null {
  if (retryAt === null) return null
  return { step: 'retry', at: new Date(retryAt), date, attempt: attempt + 1 }
}

function paymentOf(order: Order, holidays: Holidays): NextStep | null {
  const [next] = datesFrom(order.schedule, order.next, holidays, 1)
  if (!next) return endOf(order)
  const { index, date, on } = next
  return { step: 'begin', at: startOfDateIn(order.timeZone, on), index, date, on }
}

function endOf({ schedule, timeZone }: Order): NextStep | null {
  const last = lastDateOf(schedule)
  return last === null ? null : { step: 'end', at: startOfDateIn(timeZone, addDays(last, 1)) }
}
