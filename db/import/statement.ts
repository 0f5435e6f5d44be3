import type { MoneyDeposited, MoneyWithdrawn } from '@/domain/bank-account'
import type { CommandEnvelope } from '@/domain/ports'
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

/** The book that files of this format are taken from. It is part of every id: don't rename it. */
export const BOOK = 'berka'

/** The currency of every amount in that book. */
export const CURRENCY = 'CZK'

/** One row of the other bank's book, read and found well. */
export type StatementRow = {
  /** Where it stands in the file, from 1. */
  readonly line: number
  /** The other bank's name for the account. */
  readonly reference: string
  readonly transactionId: string
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly type: (MoneyDeposited | MoneyWithdrawn)['type']
  /** Minor units, positive. */
  readonly amount: bigint
  /** What the other bank says the balance was after it, in minor units. */
  readonly balanceAfter: bigint
  readonly note: string | null
}

/** Ids that follow from another book; the namespace is part of each. */
const idOf = createNaming('0a8f6f52-3c0e-4c8e-9a53-5b0b2a6d7f11')

/** The id of the account that a reference names here: the same in every import. */
export function accountIdOf(reference: string): string {
  return idOf(JSON.stringify([BOOK, reference]))
}

/** The id of the command that opens that account. */
export function openingIdOf(reference: string): string {
  return idOf(JSON.stringify([BOOK, reference, 'opening']))
}

/** The id of the command that a row stands for: no row can be recorded twice under it. */
export function commandIdOf(reference: string, transactionId: string): string {
  return idOf(JSON.stringify([BOOK, reference, 'transaction', transactionId]))
}

/** The name on an account whose holder the other book does not name. */
export function ownerOf(reference: string): string {
  return `Account holder ${reference}`
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
