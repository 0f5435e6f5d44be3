import { BALANCE_LIMIT, NOTE_LENGTH_MAX, REFERENCE_LENGTH_MAX } from '@/domain/bank-account/rules'
import {
  type Currency,
  exponentOf,
  formatAmount,
  groupAmount,
  parseAmount,
} from '@/domain/money/money'
import { isVisible, textFault } from '@/domain/text/clean'
import { isPrintable } from '@/domain/text/printable'
import { accountLengthMax, type Book, COLUMNS, type Column, type StatementRow } from './statement'

/** The fault of a row, for the person who can correct it. */
export type Fault = {
  /** The line of the file, from 1, the header included. */
  readonly line: number
  /** The name of the wrong column, if it is a single one. */
  readonly column: Column | null
  /** What was expected and what was found. */
  readonly sentence: string
}

/** A fault and its place, as one sentence for a list. */
export function describeFault({ line, column, sentence }: Fault): string {
  const place = column === null ? '' : `, column ${COLUMNS.indexOf(column) + 1} (${column})`
  return `Line ${line}${place}: ${sentence}.`
}

/** The bounds and expectations for the rows of a file. */
export type RowRules = {
  readonly currency: Currency
  /** The last possible day, `YYYY-MM-DD`: today in the bank's time zone. */
  readonly today: string
  readonly zone: string
  /** The maximum length of a column's text, where it has one. */
  readonly lengthMax: Partial<Record<Column, number>>
  /** The expected form of an amount, and of a balance, in words. */
  readonly amount: string
  readonly balance: string
}

export function rulesOf(
  { source, currency }: Book,
  { today, zone }: Pick<RowRules, 'today' | 'zone'>,
): RowRules {
  const places = exponentOf(currency)
  const [kind, form] =
    places === 0
      ? ['a whole number', 'such as 1200']
      : places === 1
        ? ['a decimal', 'with at most 1 place, such as 1200.5']
        : ['a decimal', `with at most ${places} places, such as 1200.50`]
  const limit = groupAmount(formatAmount(BALANCE_LIMIT, currency))
  return {
    currency,
    today,
    zone,
    lengthMax: { ...LENGTH_MAX, account_id: accountLengthMax(source) },
    amount: `${kind} above zero${places === 0 ? ',' : ''} ${form}, up to ${limit}`,
    balance: `${kind}${places === 0 ? ',' : ''} ${form}, up to ${limit}`,
  }
}

/** Parses a record as a row. Every wrong column is named. */
export function readRow(
  line: number,
  fields: readonly string[],
  rules: RowRules,
): StatementRow | readonly Fault[] {
  if (fields.length !== COLUMNS.length) {
    return [{ line, column: null, sentence: countSentence(fields.length) }]
  }
  const { today, zone, currency } = rules
  const [account = '', day = '', direction = '', amountText = '', balanceText = ''] = fields
  const faults = faultsInTexts(line, fields, rules)
  if (!isDay(day)) faults.push(unlike(line, 'date', 'a day of the calendar as YYYY-MM-DD', day))
  else if (day < FIRST_DAY || day > today) {
    const last = `${today}, which is today in the bank’s time zone (${zone})`
    faults.push(unlike(line, 'date', `a day from ${FIRST_DAY} to ${last}`, day))
  }
  if (direction !== 'credit' && direction !== 'debit') {
    faults.push(unlike(line, 'direction', 'credit or debit', direction))
  }
  const amount = minorOf(amountText, currency)
  if (amount === null || amount <= 0n) {
    faults.push(unlike(line, 'amount', rules.amount, amountText))
  }
  const balanceAfter = minorOf(balanceText, currency)
  if (balanceAfter === null) {
    faults.push(unlike(line, 'balance_after', rules.balance, balanceText))
  }
  if (faults.length > 0 || amount === null || balanceAfter === null) return faults

  return {
    line,
    account,
    transactionId: fields[COLUMNS.length - 1] ?? '',
    day,
    change: direction === 'credit' ? amount : -amount,
    balanceAfter,
    note: noteOf(fields, direction === 'credit'),
  }
}

function unlike(line: number, column: Column, expected: string, found: string): Fault {
  return { line, column, sentence: `expected ${expected}; found ${shown(found)}` }
}

/** The fault of each field as a text, whatever its meaning. */
function faultsInTexts(line: number, fields: readonly string[], { lengthMax }: RowRules): Fault[] {
  const faults: Fault[] = []
  for (let at = 0; at < COLUMNS.length; at++) {
    const [column, text] = [COLUMNS[at] as Column, fields[at] ?? '']
    const longest = lengthMax[column]
    const expected = text.includes(BROKEN) ? PRINTABLE : expectedOf(column, text, longest)
    if (expected) faults.push(unlike(line, column, expected, expected === AN_ID ? '' : text))
  }
  return faults
}

/** What was expected of a text that is unfit for its column; null if it is fit. */
function expectedOf(column: Column, text: string, longest: number | undefined): string | null {
  if (!longest) return isPrintable(text) ? null : PRINTABLE
  const isId = IDS.has(column)
  const fault = text === '' ? null : textFault(isId ? 'name' : 'note', text, longest)
  if (fault === 'unprintable') return PRINTABLE
  if (fault === 'too-long' || fault === 'too-heavy') return `at most ${longest} characters`
  if (isId && !isVisible(text)) return AN_ID
  return text === text.trim() ? null : 'no space around the text'
}

const PRINTABLE = 'printable text in UTF-8'
const AN_ID = 'an id'

const FIRST_DAY = '1800-01-01'
/** The replacement character, for bytes that are not UTF-8. */
const BROKEN = '\uFFFD'
/** Required, and names: of an account, and of a transaction in its other bank. */
const IDS = new Set<Column>(['account_id', 'transaction_id'])

/** Together they stay below the longest note. */
const TEXT_LENGTH_MAX = NOTE_LENGTH_MAX / 5
const LENGTH_MAX: Partial<Record<Column, number>> = {
  transaction_id: REFERENCE_LENGTH_MAX,
  operation: TEXT_LENGTH_MAX,
  purpose: TEXT_LENGTH_MAX,
  counterparty_bank: TEXT_LENGTH_MAX,
  counterparty_account: TEXT_LENGTH_MAX,
}

/** The minor units of an amount within the limit of a balance; null for anything else. */
export function minorOf(text: string, currency: Currency): bigint | null {
  const parsed = parseAmount(text, currency)
  if (!parsed.ok) return null
  return parsed.minor <= BALANCE_LIMIT && parsed.minor >= -BALANCE_LIMIT ? parsed.minor : null
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const instant = new Date(`${text}T00:00:00.000Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

/** Operation, purpose and counterparty in words: `Transfer out · household · to 42 at QR`. */
function noteOf(fields: readonly string[], isCredit: boolean): string | null {
  const [operation = '', purpose = '', bank = '', account = ''] = fields.slice(NOTE_FROM)
  const where = bank === '' ? '' : account === '' ? `bank ${bank}` : ` at bank ${bank}`
  const counterparty = account === '' ? where : `account ${account}${where}`
  let note = operation
  if (purpose !== '') note += note === '' ? purpose : ` · ${purpose}`
  if (counterparty !== '') {
    note += `${note === '' ? '' : ' · '}${isCredit ? 'from' : 'to'} ${counterparty}`
  }
  return note === '' ? null : note.charAt(0).toUpperCase() + note.slice(1)
}

const NOTE_FROM = COLUMNS.indexOf('operation')

/** The fault of a record with another number of columns. */
export function countSentence(count: number): string {
  return `expected ${COLUMNS.length} columns; found ${count}`
}

/** A found text, shortened and made safe for a terminal. */
export function shown(text: string): string {
  if (text === '') return 'nothing'
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return JSON.stringify(short).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\uFFFD')
}
