import { REFERENCE_LENGTH_MAX } from '@/domain/bank-account/decisions'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import type { Currency } from '@/domain/money/money'
import { createNaming } from '../ids'

/** The columns of a file, in their order. */
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

/** Where a file comes from, and what its amounts are in. */
export type Book = {
  /** The bank that the file comes from, as `sourceOf` in book.ts writes it: it is part of every id. */
  readonly source: string
  /** The currency of every amount in the file. */
  readonly currency: Currency
}

/** The book that the demo's accounts are taken from. Its source is part of their ids. */
export const DEMO_BOOK: Book = { source: 'berka', currency: 'CZK' }

/** One row of the other bank's book, read and found well. */
export type StatementRow = {
  /** Where it stands in the file, from 1. */
  readonly line: number
  /** The other bank's name for the account. */
  readonly account: string
  readonly transactionId: string
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** What it adds to the balance, in minor units: below zero for a debit, never zero. */
  readonly change: bigint
  /** What the other bank says the balance was after it, in minor units. */
  readonly balanceAfter: bigint
  readonly note: string | null
}

/** Ids that follow from another book; the namespace is part of each. */
const idOf = createNaming('0a8f6f52-3c0e-4c8e-9a53-5b0b2a6d7f11')

/** The id here of an account of a source: the same in every import. */
export function accountIdOf(source: string, account: string): string {
  return idOf(JSON.stringify([source, account]))
}

/** The id of the command that opens that account. */
export function openingIdOf(source: string, account: string): string {
  return idOf(JSON.stringify([source, account, 'opening']))
}

/** The id of the command that a row stands for: no row can be recorded twice under it. */
export function commandIdOf(source: string, account: string, transactionId: string): string {
  return idOf(JSON.stringify([source, account, 'transaction', transactionId]))
}

/**
 * The reference that the account is found by here. The demo's are as they were stored before other
 * banks' files could be told from it; a source has no slash, so each other's is of one source only.
 */
export function referenceOf(source: string, account: string): string {
  return prefixOf(source) + account
}

/** How long the other bank's name for an account can be, in UTF-16 code units. */
export function accountLengthMax(source: string): number {
  return REFERENCE_LENGTH_MAX - prefixOf(source).length
}

function prefixOf(source: string): string {
  return source === DEMO_BOOK.source ? '' : `${source}/`
}

/** The name on an account whose holder the other book does not name. */
export function ownerOf(source: string, account: string): string {
  const holder = `Account holder ${account}`
  return source === DEMO_BOOK.source ? holder : `${holder} at ${source}`
}

/** The instant that a row of that day happened at: the book knows no time of day. */
export function instantOf(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`)
}

/** The id of the actor of every imported event. */
export const IMPORTER_ID = 'import'

/** Who imports a file. */
export function actorOf(fileName: string): CommandEnvelope['actor'] {
  return { id: IMPORTER_ID, name: `Import of ${fileName}`, role: 'system' }
}
