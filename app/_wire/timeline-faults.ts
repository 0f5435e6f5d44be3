import { groupAmount } from '@/domain/money/money'
import type { BoundFault } from '../_time/bounds'
import { clockChangeSentence } from '../_time/moment-words'

/** An invalid parameter of a timeline's address, and why. */
export type TimelineFault = { readonly field: string } & TimelineReason

export type TimelineReason =
  | { readonly reason: keyof typeof RULES }
  | { readonly reason: 'one-of'; readonly words: readonly string[] }
  | { readonly reason: 'too-long' | 'limit'; readonly max: number }
  | { readonly reason: 'less-than' | 'before'; readonly other: string }
  | { readonly reason: 'ambiguous'; readonly text: string; readonly amounts: readonly string[] }
  | BoundFault

/** The expected values, worded to follow a field's name. */
const RULES = {
  unknown: 'is not a filter of this list.',
  twice: 'is given more than once.',
  unprintable: 'contains control characters.',
  amount: 'must be an amount such as 1250.00.',
  time: 'must be a date such as 2026-06-30, or a time such as 2026-06-30 14:03.',
  id: 'must be an ID such as 0192d3a4-5b6c-7d8e-9f01-23456789abcd.',
  currency: 'must be a currency such as EUR.',
  account: 'must be an account number such as DB74 0917 3354 8871 2046.',
  hour: 'must be an hour of the day in UTC, from 0 to 23.',
  zone: 'must be a time zone such as Europe/Prague.',
  'needs-zone': 'needs a time zone. Add one, such as zone=UTC.',
  'event-type': 'must be the name of an event type.',
  event: 'must be an event number, starting from 1.',
  only: 'must be “only” or left out.',
  cursor: 'must be the nextCursor of the previous page.',
  'page-cursor': 'must come from a link on this page.',
} as const

/**
 * A fault as a sentence. The API names fields as in the address, a page by its form's labels.
 * @param nameOf the reader's name for a field
 */
export function timelineSentence(
  fault: TimelineFault,
  nameOf: (field: string) => string = field => field,
): string {
  const name = `“${nameOf(fault.field)}”`
  switch (fault.reason) {
    case 'one-of':
      return `${name} must be one of ${fault.words.join(', ')}.`
    case 'too-long':
      return `${name} can have at most ${fault.max} characters.`
    case 'limit':
      return `${name} must be a whole number from 1 to ${fault.max}.`
    case 'less-than':
      return `${name} must not be less than “${nameOf(fault.other)}”.`
    case 'before':
      return `${name} must not be before “${nameOf(fault.other)}”.`
    case 'ambiguous': {
      const amounts = fault.amounts.map(groupAmount).join(' or ')
      return `${name}: “${fault.text}” could be ${amounts}.`
    }
    case 'no-date':
      return `${name}: ${fault.text.replace('T', ' ')} is not a valid date or time.`
    case 'year':
      return `${name} must be in a year from 1 to 9999.`
    case 'clock-change':
      return `${name}: ${clockChangeSentence(fault.change)}${inOffsets(fault)}`
    default:
      return `${name} ${RULES[fault.reason]}`
  }
}

function inOffsets({ text, change }: Extract<BoundFault, { reason: 'clock-change' }>): string {
  if (change.reason === 'skipped') return ''
  return ` Use ${change.choices.map(({ offset }) => text.replace('T', ' ') + offset).join(' or ')}.`
}
