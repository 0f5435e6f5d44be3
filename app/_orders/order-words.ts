import { amountText } from '@/app/_ui/amount'
import type { OrderStatusJson, PaymentOrderJson, PaymentRuleJson } from '@/app/_wire/payment-orders'
import { dayInWords } from '@/domain/date-words'
import { unreachable } from '@/domain/unreachable'

type Schedule = PaymentOrderJson['schedule']

const STATUSES: Readonly<Record<OrderStatusJson, string>> = {
  draft: 'Draft',
  submitted: 'Waiting for approval',
  scheduled: 'Running',
  paused: 'Paused',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  completed: 'Completed',
  expired: 'Expired',
}

export function statusWord(status: OrderStatusJson): string {
  return STATUSES[status]
}

/** What each payment moves. */
export function ruleWords(rule: PaymentRuleJson, currency: string): string {
  switch (rule.kind) {
    case 'fixed':
      return amountText(rule.amount, currency)
    case 'sweep':
      return `Whatever is above ${amountText(rule.above, currency)}`
    case 'top-up':
      return `Top up to ${amountText(rule.to, currency)}`
    default:
      return unreachable(rule)
  }
}

export const EVERY: Readonly<Record<Schedule['every'], string>> = {
  once: 'Once',
  day: 'Every day',
  week: 'Every week',
  month: 'Every month',
  quarter: 'Every quarter',
  year: 'Every year',
}

export const HOLIDAYS: Readonly<Record<Schedule['holidays'], string>> = {
  'as-is': 'On the date itself',
  before: 'On the business day before',
  after: 'On the business day after',
}

/** When it pays, such as `Every month from 31 Jan 2027, 12 times`. */
export function scheduleWords({ first, every, until, count, lastDay }: Schedule): string {
  if (every === 'once') return `Once, on ${dayInWords(first)}`
  const told = [`${EVERY[every]} from ${dayInWords(first)}`]
  if (lastDay) told.push('on the last day of the month')
  if (until !== null) told.push(`until ${dayInWords(until)}`)
  if (count !== null) told.push(count === 1 ? 'one time' : `${count} times`)
  return told.join(', ')
}

/** What an order does now, in a sentence or two. */
export function standingWords({ status, open, next, executed }: PaymentOrderJson): string {
  const [first] = next
  switch (status) {
    case 'draft':
      return 'This is a draft. Nothing is paid until it is submitted.'
    case 'submitted':
      return 'A second person must approve this. Nothing is paid until then.'
    case 'scheduled':
      if (open?.status === 'due') return `The payment of ${dayInWords(open.date)} is being made.`
      if (open) return `The payment of ${dayInWords(open.date)} was refused and is tried again.`
      return first ? `The next payment is on ${dayInWords(first.on)}.` : 'No payment follows.'
    case 'paused':
      return 'Paused. Dates that pass meanwhile are not paid.'
    case 'rejected':
      return 'Rejected. It pays nothing.'
    case 'cancelled':
      return 'Cancelled. It pays nothing more.'
    case 'completed':
      return executed === 0 ? 'Over, without a payment.' : 'All its dates are over.'
    case 'expired':
      return 'Its last date passed before it was submitted and approved.'
    default:
      return unreachable(status)
  }
}
