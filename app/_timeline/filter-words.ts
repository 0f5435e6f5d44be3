import { PRESETS, presetOf } from '@/app/_time/period'
import { eventsWord } from '@/app/_ui/event-words'
import { PLAIN_TIMELINE, type TimelineView } from '@/app/_wire/timeline'
import { isUuid } from '@/app/_wire/uuid'
import { dayInWords } from '@/domain/date-words'
import { accountNumber, groupNumber } from '@/domain/money/account-number'
import { BOOK_LINES, type BookLine } from '@/domain/money/ledger'
import { groupAmount } from '@/domain/money/money'

/** An active filter in words, and the view without it. */
export type Chip = { readonly words: string; readonly without: TimelineView }

export function typeChoice(type: string): readonly [type: string, words: string] {
  return [type, eventsWord(type)]
}

/** The lines of the bank's books, in words. */
export const LEDGER_WORDS: Readonly<Record<BookLine, string>> = {
  'customer-accounts': 'Customer accounts',
  cash: 'Cash',
  'opening-balances': 'Opening balances',
  'import-clearing': 'Import clearing',
  transfers: 'Transfers',
  interest: 'Interest',
  fees: 'Fees',
  corrections: 'Corrections',
}

/** The labels of the filter's choices. */
export const CHOICES = {
  direction: [
    ['in', 'In'],
    ['out', 'Out'],
  ],
  ledger: BOOK_LINES.map(line => [line, LEDGER_WORDS[line]] as const),
  clock: [
    ['occurred', 'Effective date'],
    ['recorded', 'Recorded date'],
  ],
  hour: Array.from({ length: 24 }, (_, hour) => [String(hour), hoursOf(hour)] as const),
  refused: [
    ['also', 'Include'],
    ['only', 'Only refused'],
  ],
} as const

/** The labels of the form's fields. */
export const LABELS = {
  note: 'Search notes',
  type: 'Event type',
  direction: 'Direction',
  min: 'Amount from',
  max: 'Amount to',
  ledger: 'Ledger account',
  currency: 'Currency',
  by: 'Person',
  account: 'Account',
  refused: 'Refused attempts',
  from: 'From',
  to: 'To',
  clock: 'Which date',
  hour: 'Hour of day, UTC',
  knownAt: 'Records as of',
  at: 'Jump to date',
  zone: 'Time zone',
} as const satisfies Partial<Record<keyof TimelineView, string>>

/** The form's label for a parameter of the address; its own name where there is none. */
export function labelOf(field: string): string {
  const labels: Readonly<Record<string, string>> = LABELS
  return Object.hasOwn(labels, field) ? (labels[field] ?? field) : field
}

/** The active filters, each with a view that removes it. `today` is a day of the view's zone. */
export function chipsOf(view: TimelineView, today: string): Chip[] {
  const chips: Chip[] = []
  const add = (words: string | false | null, ...fields: (keyof TimelineView)[]) => {
    if (!words) return
    const plain = Object.fromEntries(fields.map(field => [field, PLAIN_TIMELINE[field]]))
    chips.push({ words, without: { ...view, ...plain } })
  }
  add(view.type && eventsWord(view.type), 'type')
  add(view.direction && (view.direction === 'in' ? 'Money in' : 'Money out'), 'direction')
  add(amountWords(view), 'min', 'max')
  add(view.ledger && LEDGER_WORDS[view.ledger], 'ledger')
  add(view.currency, 'currency')
  add(view.account && `Account ${accountText(view.account)}`, 'account')
  add(periodWords(view, today), 'from', 'to', 'clock')
  add(view.hour !== null && `${hoursOf(view.hour)} UTC`, 'hour')
  add(view.by && `By “${short(view.by)}”`, 'by')
  add(view.note && `Note or name contains “${short(view.note)}”`, 'note')
  add(view.correlation && `Correlation ID ${view.correlation.slice(0, 8)}…`, 'correlation')
  add(view.late && 'Late entries only', 'late')
  add(view.refused === 'also' && 'Including refused attempts', 'refused')
  add(view.refused === 'only' && 'Refused attempts only', 'refused')
  add(view.asOf && `Effective by ${written(view.asOf)}`, 'asOf')
  add(view.knownAt && `Records as of ${written(view.knownAt)}`, 'knownAt')
  add(view.at && `Jumped to ${written(view.at)}`, 'at')
  return chips
}

function amountWords({ currency, ...view }: TimelineView): string | null {
  const [min, max] = [view.min, view.max].map(text => text && groupAmount(text))
  const unit = currency ? ` ${currency}` : ''
  if (min && max) return `${min} to ${max}${unit}`
  if (min) return `${min}${unit} or more`
  return max ? `${max}${unit} or less` : null
}

function periodWords({ from, to, clock }: TimelineView, today: string): string | null {
  const how = clock === 'recorded' ? 'Recorded ' : ''
  if (from === null && to === null) return clock === 'recorded' ? 'By recorded date' : null
  if (from === null) return `${how || 'Until '}${how ? 'until ' : ''}${written(to ?? '')}`
  if (to === null) return `${how || 'Since '}${how ? 'since ' : ''}${written(from)}`
  const preset = presetOf({ from, to }, today)
  const days = from === to ? written(from) : `${written(from)} to ${written(to)}`
  if (preset === null) return `${how}${how ? days : days}`
  return `${how}${how ? PRESETS[preset].toLowerCase() : PRESETS[preset]}`
}

function hoursOf(hour: number): string {
  const hh = String(hour).padStart(2, '0')
  return `${hh}:00 to ${hh}:59`
}

/** A day or a time of the address in words; an instant keeps its offset. */
export function written(time: string): string {
  const [day = '', clock] = time.split('T')
  return clock === undefined
    ? dayInWords(day)
    : `${dayInWords(day)}, ${clock.slice(0, 5)}${offset(clock)}`
}

function offset(clock: string): string {
  const [found] = /(?:Z|[+-]\d{2}:\d{2})$/.exec(clock) ?? ['']
  return found === '' ? '' : found === 'Z' ? ' UTC' : ` ${found}`
}

/** An account of the address by its number, in groups. */
function accountText(account: string): string {
  return isUuid(account) ? accountNumber(account) : groupNumber(account)
}

function short(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text
}
