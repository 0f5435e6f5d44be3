import { isTimeZone } from '@/domain/bank-account/business-day'
import {
  amountOf,
  BALANCE_LIMIT,
  beyondLimit,
  positiveOf,
  TRANSFER_REFERENCE,
  textOf,
} from '@/domain/bank-account/rules'
import { type DateText, isDate } from '@/domain/event-sourcing/calendar-date'
import { type Currency, formatAmount } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import type { AskedRule, AskedSchedule, AskedTerms } from './commands'
import type { AmountRule, OrderSubject, OrderTerms } from './events'
import type { PaymentOrderRefusal, TermsRefusal } from './refusal'
import {
  FREQUENCIES,
  type Frequency,
  HOLIDAY_RULES,
  type HolidayRule,
  lastDateOf,
  type Schedule,
} from './schedule'

/** The most payments that a schedule may count. */
export const COUNT_MAX = 10_000

/** The terms as they are stored; or why they can't be. */
export function termsOf(
  asked: AskedTerms,
  { currency, today }: { readonly currency: Currency; readonly today: DateText },
): OrderTerms | PaymentOrderRefusal {
  const rule = ruleOf(asked.rule, currency)
  if (isFault(rule)) return rule
  const schedule = scheduleOf(asked.schedule, today)
  if (isFault(schedule)) return schedule
  const reference = textOf(TRANSFER_REFERENCE, asked.reference)
  // A text of this rule has no other refusals.
  if (isFault(reference)) return reference as TermsRefusal
  return { rule, schedule, reference: reference.text }
}

/** Why an order can't be about what it says; null if it can. */
export function faultOfSubject({ accountId, to, timeZone }: OrderSubject): TermsRefusal | null {
  if (accountId === to.accountId) return { type: 'SameAccount', field: 'to' }
  return isTimeZone(timeZone) ? null : { type: 'UnknownTimeZone', field: 'timeZone' }
}

function ruleOf(asked: AskedRule, currency: Currency): AmountRule | TermsRefusal {
  const read = asked.kind === 'sweep' ? amountOf : positiveOf
  const amount = read(amountTextOf(asked), currency, 'amount')
  if (typeof amount !== 'bigint') return amount as TermsRefusal
  if (amount < 0n) return { type: 'AmountNotPositive', field: 'amount' }
  if (amount > BALANCE_LIMIT) return beyondLimit('amount', currency) as TermsRefusal
  switch (asked.kind) {
    case 'fixed':
      return { kind: 'fixed', amount }
    case 'sweep':
      return { kind: 'sweep', above: amount }
    case 'top-up':
      return { kind: 'top-up', to: amount }
    default:
      return unreachable(asked)
  }
}

/** The amount that a rule names, whatever it means. */
export function amountTextOf(rule: AskedRule): string {
  switch (rule.kind) {
    case 'fixed':
      return rule.amount
    case 'sweep':
      return rule.above
    case 'top-up':
      return rule.to
    default:
      return unreachable(rule)
  }
}

/** A rule with its amount as decimal text, as it is asked for, stored and shown. */
export function ruleText(rule: AmountRule, currency: Currency): AskedRule {
  switch (rule.kind) {
    case 'fixed':
      return { kind: 'fixed', amount: formatAmount(rule.amount, currency) }
    case 'sweep':
      return { kind: 'sweep', above: formatAmount(rule.above, currency) }
    case 'top-up':
      return { kind: 'top-up', to: formatAmount(rule.to, currency) }
    default:
      return unreachable(rule)
  }
}

/** The schedule as it is stored; or why it can't be. */
export function scheduleOf(asked: AskedSchedule, today: DateText): Schedule | PaymentOrderRefusal {
  const { first, every, until = null, count = null, holidays = 'as-is', lastDay = false } = asked
  if (!isDate(first)) return { type: 'DateMalformed', field: 'first' }
  if (first < today) return { type: 'DateInPast', field: 'first' }
  if (!isOneOf<Frequency>(FREQUENCIES, every)) return { type: 'UnknownFrequency', field: 'every' }
  if (until !== null && !isDate(until)) return { type: 'DateMalformed', field: 'until' }
  if (until !== null && until < first) return { type: 'UntilBeforeFirst', field: 'until' }
  if (count !== null && !(Number.isInteger(count) && count >= 1 && count <= COUNT_MAX)) {
    return { type: 'CountOutOfRange', field: 'count', max: COUNT_MAX }
  }
  if (!isOneOf<HolidayRule>(HOLIDAY_RULES, holidays)) {
    return { type: 'UnknownHolidayRule', field: 'holidays' }
  }
  const schedule = { first, every, until, count, holidays, lastDay }
  // `until` may lie before the last day of the month of `first`.
  if (isEnded(schedule)) return { type: 'NoFurtherDate', field: 'until' }
  return schedule
}

function isEnded(schedule: Schedule): boolean {
  return schedule.until !== null && lastDateOf(schedule) === null
}

function isOneOf<Text extends string>(all: readonly Text[], text: string): text is Text {
  return (all as readonly string[]).includes(text)
}

function isFault<Result extends object>(
  result: Result,
): result is Extract<Result, { readonly field: unknown }> {
  return 'field' in result
}
