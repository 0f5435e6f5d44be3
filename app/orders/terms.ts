import type { PaymentOrderJson, PaymentRuleJson, ScheduleBody } from '@/app/_wire/payment-orders'
import { amountTextOf } from '@/domain/payment-order/terms'

/** What a form asks for of an order's terms; each a text, empty for what is not chosen. */
export type TermsField =
  | 'kind'
  | 'amount'
  | 'every'
  | 'first'
  | 'lastDay'
  | 'end'
  | 'until'
  | 'count'
  | 'holidays'
  | 'reference'

export const TERMS_FIELDS: readonly TermsField[] = [
  ...(['kind', 'amount', 'every', 'first', 'lastDay'] as const),
  ...(['end', 'until', 'count', 'holidays', 'reference'] as const),
]

export type TermsValues = Record<TermsField, string>

/** Terms to begin with: one payment of a fixed amount. */
export function newTerms(first: string): TermsValues {
  return {
    ...{ kind: 'fixed', amount: '', every: 'once', first, lastDay: '', end: 'never' },
    ...{ until: '', count: '', holidays: 'as-is', reference: '' },
  }
}

/** The terms of an order as its form shows them. */
export function termsOfOrder({ rule, schedule, reference }: PaymentOrderJson): TermsValues {
  const { first, every, until, count, holidays, lastDay } = schedule
  const end = count !== null ? 'count' : until !== null ? 'until' : 'never'
  return {
    ...{ kind: rule.kind, amount: amountTextOf(rule), every, first, lastDay: lastDay ? 'on' : '' },
    ...{ end, until: until ?? '', count: count === null ? '' : String(count), holidays },
    reference: reference ?? '',
  }
}

/** What each payment moves, by a kind and its amount; an unknown kind is a fixed amount. */
export function ruleOf(kind: string, amount: string): PaymentRuleJson {
  if (kind === 'sweep') return { kind, above: amount }
  return kind === 'top-up' ? { kind, to: amount } : { kind: 'fixed', amount }
}

/** The schedule that a form asks for; a single payment has no end, and no count that is none. */
export function scheduleIn(values: TermsValues): ScheduleBody {
  const { every, first, end, until, count, holidays, lastDay } = values
  const schedule: ScheduleBody = { first: first.trim(), every, holidays }
  if (every === 'once') return schedule
  return {
    ...schedule,
    lastDay: lastDay === 'on' && hasMonths(every),
    ...(end === 'until' && { until: until.trim() }),
    ...(end === 'count' && { count: countIn(count) }),
  }
}

function hasMonths(every: string): boolean {
  return every === 'month' || every === 'quarter' || every === 'year'
}

/** Zero, which the order refuses, for what is no whole number. */
function countIn(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0
}
