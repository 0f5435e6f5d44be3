import { hash } from 'node:crypto'
import { isCurrency } from '@/domain/money/money'
import { minorOf, type RowRules, rulesOf, shown } from './row-rules'
import { type Head, UnreadableFile } from './source'
import { type Book, DEMO_BOOK } from './statement'

/** The options of an import that describe the file. */
export type Said = {
  /** A name for the source, the bank that the file is from. */
  readonly source?: string | undefined
  /** An ISO 4217 code, in upper or lower case. */
  readonly currency?: string | undefined
  /** Balances brought forward: `ACCOUNT=AMOUNT`, or `AMOUNT` for a file of one account. */
  readonly openings?: readonly string[] | undefined
}

/** The given opening balances, in minor units. */
export type Openings = {
  /** By the source's name for the account. */
  readonly byAccount: ReadonlyMap<string, bigint>
  /** For a file with one account. */
  readonly only: bigint | null
}

/** The longest source name that leaves room for an IBAN (34) in a reference. */
const SOURCE_LENGTH_MAX = 24
const SOURCE = /^[a-z0-9][a-z0-9._-]*$/

/**
 * The book of a file. Only the demo's own file is recognised; others need the options.
 * @throws UnreadableFile that names the missing options
 */
export function bookOf(said: Said, head: Head): Book {
  const known = isDemo(head) ? DEMO_BOOK : null
  const source = said.source?.trim() || known?.source
  const currency = said.currency?.trim() || known?.currency
  if (!source || !currency) {
    const missing = [
      ...(source ? [] : ['--source NAME, the bank that the file comes from']),
      ...(currency ? [] : ['--currency CODE, the currency of its amounts']),
    ]
    throw new UnreadableFile(`Add ${missing.join(', and ')}.`)
  }
  return { source: sourceOf(source), currency: currencyOf(currency, sourceOf(source)) }
}

/** A source as part of ids: in lower case, so that case makes no second bank. */
function sourceOf(said: string): string {
  const source = said.toLowerCase()
  if (SOURCE.test(source) && source.length <= SOURCE_LENGTH_MAX) return source
  throw new UnreadableFile(
    `${shown(said)} is not a valid source. Use up to ${SOURCE_LENGTH_MAX} letters (a to z), digits, ` +
      'points, hyphens and underscores, as in --source sparkasse.',
  )
}

function currencyOf(said: string, source: string): string {
  const currency = said.toUpperCase()
  if (!isCurrency(currency)) {
    throw new UnreadableFile(
      `${shown(said)} is not a supported currency. Use an ISO 4217 code, as in --currency EUR.`,
    )
  }
  if (source !== DEMO_BOOK.source || currency === DEMO_BOOK.currency) return currency
  throw new UnreadableFile(
    `The source ${source} is reserved for the demo, which is in ${DEMO_BOOK.currency}. Use ` +
      'another source.',
  )
}

/**
 * SHA-256 of db/demo/berka-extract.csv with LF line ends, since Git or an editor may change them.
 * Neither its path nor its header would identify the rows.
 */
const DEMO_DIGEST = '255b6df8ced29f4177106f50fef3c703e611c99af1a308be5afccf1887d81ccb'

function isDemo({ bytes, isWhole }: Head): boolean {
  if (!isWhole) return false
  return hash('sha256', bytes.toString('latin1').replaceAll('\r\n', '\n')) === DEMO_DIGEST
}

/**
 * Parses the options with opening balances.
 * @throws UnreadableFile
 */
export function openingsOf(said: readonly string[], book: Book): Openings {
  const rules = rulesOf(book, { today: '', zone: '' })
  const byAccount = new Map<string, bigint>()
  let only: bigint | null = null
  for (const text of said) {
    // An amount has no equals sign; an account's name may have one.
    const at = text.lastIndexOf('=')
    const account = at < 0 ? null : text.slice(0, at)
    if (account === null ? only !== null : byAccount.has(account)) {
      throw new UnreadableFile(`Give each opening balance once; ${shown(text)} repeats one.`)
    }
    const amount = openingAmount(text.slice(at + 1), text, rules)
    if (account === null) only = amount
    else byAccount.set(account, amount)
  }
  if (only !== null && byAccount.size > 0) {
    throw new UnreadableFile(
      'Use either one --opening AMOUNT, or --opening ACCOUNT=AMOUNT for each account.',
    )
  }
  return { byAccount, only }
}

function openingAmount(amount: string, text: string, rules: RowRules): bigint {
  const minor = minorOf(amount, rules.currency)
  if (minor === null) {
    throw new UnreadableFile(`--opening expects ${rules.balance}; found ${shown(text)}.`)
  }
  if (minor < 0n) {
    throw new UnreadableFile(
      `An account can't be opened below zero (--opening ${shown(text)}). Import it from a day on ` +
        'which it was not overdrawn.',
    )
  }
  return minor
}
