import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import { REFERENCE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { instantOfDate } from '@/domain/event-sourcing/calendar-date'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import type { Currency } from '@/domain/money/money'
import { cleanText } from '@/domain/text/clean'
import { printable } from '@/domain/text/printable'
import { daySql } from '../day-zone'
import { createNaming } from '../ids'

/** The columns of a file, in order. */
export const COLUMNS = [
  'account_id',
  'date',
  'direction',
  'amount',
  'balance_after',
  'operation',
  'purpose',
  'counterparty_bank',
  'counterparty_account',
  'transaction_id',
] as const
export type Column = (typeof COLUMNS)[number]

/** The source of a file, and its currency. */
export type Book = {
  /** The bank that the file is from, normalised by `sourceOf` in book.ts: part of every id. */
  readonly source: string
  /** The currency of every amount in the file. */
  readonly currency: Currency
}

/** The book of the demo's accounts. Its source is part of their ids. */
export const DEMO_BOOK: Book = { source: 'berka', currency: 'CZK' }

/** A valid row of the other bank's file. */
export type StatementRow = {
  /** Its line in the file, from 1. */
  readonly line: number
  /** The other bank's name for the account. */
  readonly account: string
  readonly transactionId: string
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** Its change of the balance, in minor units: below zero for a debit, never zero. */
  readonly change: bigint
  /** The other bank's balance after it, in minor units. */
  readonly balanceAfter: bigint
  readonly note: string | null
}

/** Ids derived from another book; the namespace is part of each. */
const idOf = createNaming('0a8f6f52-3c0e-4c8e-9a53-5b0b2a6d7f11')

/** The id here of a source's account, the same in every import. */
export function accountIdOf(source: string, account: string): string {
  return idOf(JSON.stringify([source, account]))
}

/** The id of the command that opens that account. */
export function openingIdOf(source: string, account: string): string {
  return idOf(JSON.stringify([source, account, 'opening']))
}

/** The command id of a row, under which it can be recorded only once. */
export function commandIdOf(source: string, account: string, transactionId: string): string {
  return idOf(JSON.stringify([source, account, 'transaction', transactionId]))
}

/**
 * The account's reference here. The demo's are bare, as stored before sources existed. A source has
 * no slash, so references of two sources never collide.
 */
export function referenceOf(source: string, account: string): string {
  return prefixOf(source) + account
}

/** The maximum length of the source's name for an account, in UTF-16 code units. */
export function accountLengthMax(source: string): number {
  return REFERENCE_LENGTH_MAX - prefixOf(source).length
}

function prefixOf(source: string): string {
  return source === DEMO_BOOK.source ? '' : `${source}/`
}

/** The owner's name of an account, which the file doesn't give. */
export function ownerOf(source: string, account: string): string {
  const holder = `Account holder ${account}`
  return source === DEMO_BOOK.source ? holder : `${holder} at ${source}`
}

/** When a row, which has no time of day, is taken to have occurred: never in the future. */
export function instantOf(day: string, now: Date): Date {
  const instant = instantOfDate(day)
  return instant > now ? now : instant
}

/** Longer names of files are shortened in events. */
const FILE_NAME_SHOWN_MAX = 200

/**
 * The day of an event as its file has it. Events that were imported by older versions of Daybook
 * have no date of their own, and are at midnight UTC.
 */
export const DAY_SQL = daySql('UTC')

export function actorOf(fileName: string): CommandEnvelope['actor'] {
  const name = cleanText('name', `Import of ${printable(fileName, FILE_NAME_SHOWN_MAX)}`)
  return { id: IMPORTER_ID, name, role: 'system' }
}
