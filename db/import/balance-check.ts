import { formatAmount, groupAmount } from '@/domain/money/money'
import type { Openings } from './book'
import { type Booked, faultsAgainstBook, findBooked } from './book-check'
import type { Fault } from './row-rules'
import { UnreadableFile } from './source'
import { lineOf, type StagedAccount, type Staging } from './staging'
import type { Book } from './statement'

export type Check = {
  readonly book: Book
  readonly openings: Openings
  /** The number of accounts in the file. */
  readonly accounts: number
  /** Whether every balance already follows from the row before it (row-order.ts). */
  readonly follows: boolean
}

/** How many faults are fetched at a time. */
const PAGE = 1000

/**
 * Checks, before anything is recorded, that every balance of the staged rows follows: from the row
 * before it, or for an account's first row from its opening balance or its balance here. Yields the
 * faults in pages.
 * @throws UnreadableFile for an opening balance of an account that the file doesn't have
 */
export async function* faultsInBalances(
  staging: Staging,
  { book, openings: said, accounts, follows }: Check,
): AsyncGenerator<readonly Fault[]> {
  const openings = new Map(said.byAccount)
  if (said.only !== null)
    openings.set(await onlyAccount(staging, accounts, said.only, book), said.only)
  if (!follows) yield* faultsInLinks(staging, book)
  for await (const page of staging.accountPages()) {
    const booked = await findBooked(staging.sql, page)
    const faults = page.flatMap(account => {
      const opening = openings.get(account.account)
      openings.delete(account.account)
      const there = booked.get(account.accountId)
      const fault = there
        ? faultInBooked(account, there, opening, book)
        : faultInStart(account, opening ?? 0n, book)
      return fault ? [fault] : []
    })
    yield faults.sort((a, b) => a.line - b.line)
    const here = page.filter(({ accountId }) => booked.get(accountId)?.currency === book.currency)
    if (here.length > 0) yield* faultsAgainstBook(staging.sql, here, book)
  }
  for (const [account, opening] of openings) {
    throw new UnreadableFile(
      `The file has no account ${account} to open with ${money(opening, book)}.`,
    )
  }
}

async function onlyAccount(
  staging: Staging,
  accounts: number,
  opening: bigint,
  { currency }: Book,
) {
  if (accounts === 1) {
    for await (const [first] of staging.accountPages()) if (first) return first.account
  }
  throw new UnreadableFile(
    `The file has ${accounts.toLocaleString('en')} accounts. Name the one that the opening ` +
      `balance is for, as in --opening ACCOUNT=${formatAmount(opening, currency)}.`,
  )
}

/** Compares neighbouring rows, so that one wrong amount is one fault, not one in each later row. */
async function* faultsInLinks({ sql }: Staging, book: Book): AsyncGenerator<readonly Fault[]> {
  const broken = sql<
    Record<'place' | 'account' | 'change' | 'balance_after' | 'before' | 'after', string>[]
  >`
    with linked as (
      select place, account, change, balance_after, lag(balance_after) over course as before,
        lag(place) over course as after
      from import_rows window course as (partition by account_id order by place)
    )
    select * from linked where before + change <> balance_after order by place`.cursor(PAGE)
  for await (const rows of broken) {
    yield rows.map(row => ({
      line: lineOf(row.place),
      column: 'balance_after',
      sentence:
        `expected ${money(BigInt(row.before) + BigInt(row.change), book)} for account ` +
        `${row.account}, whose balance was ${money(BigInt(row.before), book)} after line ` +
        `${lineOf(row.after)}; found ${money(BigInt(row.balance_after), book)}`,
    }))
  }
}

/** Checks the first row of a new account against its opening balance. */
function faultInStart(
  { account, line, start, balanceAfter }: StagedAccount,
  opening: bigint,
  book: Book,
): Fault | null {
  if (start === opening) return null
  const expected = balanceAfter - start + opening
  const found =
    `expected ${money(expected, book)} for the first row of account ${account}, which opens with ` +
    `${opening === 0n ? 'zero' : money(opening, book)}; found ${money(balanceAfter, book)}`
  return {
    line,
    column: 'balance_after',
    sentence: found + whatToSay(account, start, opening, book),
  }
}

function whatToSay(account: string, start: bigint, opening: bigint, book: Book): string {
  if (opening !== 0n) return ''
  if (start < 0n) {
    return `, which means an opening balance of ${money(start, book)}; it can't be below zero`
  }
  const said = `${account}=${formatAmount(start, book.currency)}`
  const quoted = /^[\w.=-]+$/.test(said) ? said : JSON.stringify(said)
  return `. If ${money(start, book)} was brought forward, add --opening ${quoted}`
}

/** Checks the given opening balance of an existing account against its real one. */
function faultInBooked(
  { account, line }: StagedAccount,
  there: Booked,
  opening: bigint | undefined,
  book: Book,
): Fault | null {
  if (there.currency !== book.currency) {
    const sentence =
      `account ${account} is in ${there.currency} here; ` +
      `the file was imported as ${book.currency}`
    return { line, column: null, sentence }
  }
  if (opening === undefined || opening === there.opening) return null
  const sentence =
    `account ${account} already exists and was opened with ${money(there.opening, book)}, ` +
    `not with ${money(opening, book)}`
  return { line, column: null, sentence }
}

function money(minor: bigint, { currency }: Book): string {
  return groupAmount(formatAmount(minor, currency))
}
