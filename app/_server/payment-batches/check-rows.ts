import 'server-only'
import type { AccountRow } from '@/db/accounts/account-rows'
import {
  BALANCE_LIMIT,
  beyondLimit,
  positiveOf,
  TRANSFER_REFERENCE,
  textOf,
} from '@/domain/bank-account/rules'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { isDate } from '@/domain/event-sourcing/calendar-date'
import { accountNumber, readAccountNumber } from '@/domain/money/account-number'
import type { AskedRow } from '@/domain/payment-batch/commands'
import type { RefusedRow } from '@/domain/payment-batch/events'
import { type FileRow, quoted } from './file-rows'

/** What rows are compared with. */
export type Around = {
  readonly payer: Pick<AccountRow, 'id' | 'currency'>
  /** The accounts of the bank by number; several may share one. */
  readonly payees: ReadonlyMap<string, readonly AccountRow[]>
  /** The date in the bank’s zone. */
  readonly today: string
}

export type CheckedRows = {
  readonly rows: readonly AskedRow[]
  readonly refused: readonly RefusedRow[]
  /** The sum of the rows, in minor units. */
  readonly total: bigint
}

/** The numbers of the accounts that rows name, as `accountNumber` writes them. */
export function numbersIn(rows: readonly FileRow[]): string[] {
  return [...new Set(rows.flatMap(({ number }) => readAccountNumber(number) ?? []))]
}

/** Tells the rows that can be paid from those that can’t, each with its own sentence. */
export function checkRows(found: readonly FileRow[], around: Around): CheckedRows {
  const rows: AskedRow[] = []
  const refused: RefusedRow[] = []
  const seen = new Map<string, number>()
  let total = 0n
  for (const row of found) {
    const checked = checkRow(row, around)
    if (typeof checked === 'string') {
      refused.push({ line: row.line, sentence: checked })
      continue
    }
    const { asked, minor } = checked
    const key = JSON.stringify([asked.to.accountId, String(minor), asked.date, asked.reference])
    const before = seen.get(key)
    if (before !== undefined) {
      const sentence = `This repeats line ${before}: the same account, amount, date and reference.`
      refused.push({ line: row.line, sentence })
      continue
    }
    seen.set(key, row.line)
    rows.push(asked)
    total += minor
  }
  return { rows, refused, total }
}

type Checked = { readonly asked: AskedRow; readonly minor: bigint }

function checkRow(row: FileRow, around: Around): Checked | string {
  const { payer, today } = around
  const to = payeeOf(row, around)
  if (typeof to === 'string') return to
  const { currency } = payer
  if (row.currency !== null && row.currency !== currency) {
    return `The row is in ${quoted(row.currency)}; the account that pays is in ${currency}.`
  }
  if (to.currency !== currency) {
    return `The account ${accountNumber(to.id)} is in ${to.currency}; the account that pays is in ${currency}.`
  }
  const minor = amountOf(row.amount, currency)
  if (typeof minor === 'string') return minor
  const date = row.date ?? today
  if (!isDate(date)) return `The date ${quoted(date)} is none. Use a date such as 2026-11-30.`
  if (date < today) return `The date ${date} is in the past.`
  const reference = textOf(TRANSFER_REFERENCE, row.reference)
  if ('type' in reference) return sentenceFor(reference)
  const payee = { accountId: to.id, number: accountNumber(to.id), owner: to.owner }
  const { line, amount } = row
  return { asked: { line, to: payee, amount, date, reference: reference.text }, minor }
}

function payeeOf({ number }: FileRow, { payer, payees }: Around): AccountRow | string {
  if (number === '') return 'The row names no account.'
  const read = readAccountNumber(number)
  if (read === null) {
    return `${quoted(number)} is not an account number. Check its digits: DB and 18 digits.`
  }
  const [payee, ...others] = payees.get(read) ?? []
  if (!payee) return `No account of this bank has the number ${read}.`
  if (others.length > 0) return `Several accounts share the number ${read}. Pay this row by itself.`
  if (payee.id === payer.id) return 'The row pays the account that it is paid from.'
  return payee
}

/** In minor units; or what is wrong with it. */
function amountOf(text: string, currency: Around['payer']['currency']): bigint | string {
  if (text === '') return 'The row has no amount.'
  const minor = positiveOf(text, currency, 'amount')
  if (typeof minor !== 'bigint') {
    return minor.type === 'AmountMalformed'
      ? `${quoted(text)} is not an amount. Write it such as 1250.00.`
      : sentenceFor(minor)
  }
  return minor > BALANCE_LIMIT ? sentenceFor(beyondLimit('amount', currency)) : minor
}
