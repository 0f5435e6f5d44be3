import { signsOf } from './currency-signs'
import {
  AMOUNT_LENGTH_MAX,
  type Currency,
  exponentOf,
  formatAmount,
  groupAmount,
  isCurrency,
} from './money'
import { plainNumber, type Reading, readingsOf, TYPED_LENGTH_MAX } from './typed-number'

/** What came of reading an amount as it was typed. */
export type ReadAmount =
  | { readonly ok: true; readonly minor: bigint; readonly decimal: string }
  | NotRead
type NotRead =
  | {
      readonly ok: false
      readonly reason: 'malformed' | 'too-long' | 'too-precise' | 'other-currency'
    }
  | {
      readonly ok: false
      readonly reason: 'ambiguous'
      /** The amounts that it could be, as decimal texts, two or more. */
      readonly readings: readonly string[]
    }

/**
 * Reads an amount as people type it, exactly: digits of any script, in groups of three (or as in
 * India) set off by spaces, commas, points or apostrophes, a decimal comma or point, and the
 * currency's code or sign on either side. What could be two amounts of the currency is `ambiguous`:
 * `1,234` is 1,234.00 in EUR, but 1.234 or 1,234.000 in KWD. Programs send what `parseAmount` reads.
 */
export function readAmount(text: string, currency: Currency): ReadAmount {
  const places = exponentOf(currency)
  if (text.length > TYPED_LENGTH_MAX) return { ok: false, reason: 'too-long' }
  const plain = plainNumber(text)
  const bare = readingsOf(plain)
  const readings = bare.length > 0 ? bare : withoutSign(plain, currency).flatMap(readingsOf)
  if (readings.length === 0) {
    return { ok: false, reason: isOfOther(plain, currency) ? 'other-currency' : 'malformed' }
  }
  const fit = readings.filter(({ fraction }) => fraction.length <= places)
  const amounts = [...new Set(fit.map(reading => minorOf(reading, places)))]
  const [minor, another] = amounts
  if (minor === undefined) return { ok: false, reason: 'too-precise' }
  if (another !== undefined) {
    const least = amounts.toSorted((a, b) => (abs(a) < abs(b) ? -1 : 1))
    return {
      ok: false,
      reason: 'ambiguous',
      readings: least.map(one => formatAmount(one, currency)),
    }
  }
  const decimal = formatAmount(minor, currency)
  if (decimal.length > AMOUNT_LENGTH_MAX) return { ok: false, reason: 'too-long' }
  return { ok: true, minor, decimal }
}

function minorOf({ negative, whole, fraction }: Reading, places: number): bigint {
  const minor = BigInt(whole + fraction.padEnd(places, '0'))
  return negative ? -minor : minor
}

function abs(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

/**
 * What is left of a text without the currency's sign. Several texts where that can be told in
 * several ways: `Rs.50` is `50`, and `.50` after `Rs`.
 */
function withoutSign(plain: string, currency: Currency): string[] {
  const signs = signsOf(currency)
  const [, outer = '', rest = ''] = /^([-+]?) ?(.*)$/s.exec(plain) ?? []
  const lower = rest.toLowerCase()
  // Lower case can have another length, which would cut at the wrong place.
  if (lower.length !== rest.length) return []
  return signs.flatMap(sign => [
    ...(lower.startsWith(sign) ? [outer + rest.slice(sign.length).trimStart()] : []),
    ...(lower.endsWith(sign) ? [outer + rest.slice(0, -sign.length).trimEnd()] : []),
  ])
}

/** Whether what stands beside a number is the code or the sign of another currency. */
function isOfOther(plain: string, currency: Currency): boolean {
  const [, before = '', number = '', after = ''] = /^(\D*)([\d ',.\u066B]*)(\D*)$/.exec(plain) ?? []
  if (number === '') return false
  return [before, after].some(beside => {
    const code = beside.replace(/[-+ .,]/g, '').toUpperCase()
    return /^\p{Sc}$/u.test(code) || (code !== currency && isCurrency(code))
  })
}

/**
 * An amount as a text that `readAmount` reads as that amount: for fields that are filled in. That is
 * the decimal text, but `1.500` dinars are `1.50`, and `1.234` are `01.234`.
 */
export function typedAmount(decimal: string, currency: Currency): string {
  if (readAmount(decimal, currency).ok) return decimal
  return decimal.endsWith('0') ? decimal.slice(0, -1) : decimal.replace(/^(-?)/, '$10')
}

/** Why a text is not one amount, for those that the rules of amounts have no sentence for. */
export function unreadSentence(text: string, read: ReadAmount, currency: Currency): string | null {
  if (read.ok) return null
  if (read.reason === 'other-currency') return `Enter an amount in ${currency}.`
  if (read.reason !== 'ambiguous') return null
  const grouped = read.readings.map(groupAmount)
  const could = grouped.map(one => `${one} ${currency}`).join(' or ')
  const write = grouped.map((one, index) =>
    readAmount(one, currency).ok ? one : typedAmount(read.readings[index] ?? '', currency),
  )
  return `“${text.trim()}” could be ${could}. Enter ${write.join(' or ')}.`
}
