import { CURRENCY_EXPONENTS, WITHDRAWN_CURRENCIES } from './currencies'
import { ownUnit } from './own-units'

// In a module of their own, so that a page which only shows amounts loads no table of currencies.
export { groupAmount, isZero } from './decimals'

/**
 * What an account is kept in: an ISO 4217 alphabetic code such as `EUR`, or the code of one of the
 * bank's own units.
 */
export type Currency = string

/** Every currency of ISO 4217 that accounts are opened in, in alphabetic order. */
export const CURRENCIES: readonly Currency[] = Object.keys(CURRENCY_EXPONENTS)

/** The longest decimal text that is read as an amount, in characters. */
export const AMOUNT_LENGTH_MAX = 40

/**
 * Whether `code` is a currency that accounts can have, in capital letters as ISO 4217 writes it: a
 * current one, an own unit, or one that was withdrawn after accounts may have been opened in it.
 */
export function isCurrency(code: string): boolean {
  return isCurrent(code) || Object.hasOwn(WITHDRAWN_CURRENCIES, code)
}

/** Whether accounts are opened in a currency: those that were withdrawn only go on. */
export function isCurrent(code: string): boolean {
  return Object.hasOwn(CURRENCY_EXPONENTS, code) || ownUnit(code) !== undefined
}

/** The current currency that replaced one that was withdrawn; null for any other code. */
export function successorOf(code: string): Currency | null {
  return withdrawn(code)?.successor ?? null
}

/**
 * The number of decimal places of a currency's minor unit (ISO 4217): JPY 0, EUR 2, KWD 3; that of
 * an own unit is configured.
 * @throws RangeError for a code that is no currency of the bank.
 */
export function exponentOf(currency: Currency): number {
  const exponent = Object.hasOwn(CURRENCY_EXPONENTS, currency)
    ? CURRENCY_EXPONENTS[currency]
    : (withdrawn(currency)?.exponent ?? ownUnit(currency)?.places)
  if (exponent === undefined) throw new RangeError(`Unknown currency: ${currency}`)
  return exponent
}

/** A number of decimal places, in words. */
export function placesText(places: number): string {
  return places === 1 ? '1 decimal place' : `${places} decimal places`
}

function withdrawn(code: string) {
  return Object.hasOwn(WITHDRAWN_CURRENCIES, code) ? WITHDRAWN_CURRENCIES[code] : undefined
}

/** What came of reading a decimal text. */
export type ParsedAmount =
  | { readonly ok: true; readonly minor: bigint }
  | { readonly ok: false; readonly reason: 'malformed' | 'too-long' | 'too-precise' }

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** Whether `text` is a plain decimal such as `-12.50`: no exponent, no grouping, no `+`. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text)
}

/**
 * Reads a decimal text such as `"1234.50"` into minor units (`123450n` for EUR), exactly. More
 * places than the currency has are refused even when they are zeros: nothing is rounded silently.
 */
export function parseAmount(text: string, currency: Currency): ParsedAmount {
  if (text.length > AMOUNT_LENGTH_MAX) return { ok: false, reason: 'too-long' }
  const match = DECIMAL.exec(text)
  if (!match) return { ok: false, reason: 'malformed' }
  const [, sign, whole = '', fraction = ''] = match
  const exponent = exponentOf(currency)
  if (fraction.length > exponent) return { ok: false, reason: 'too-precise' }
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'))
  return { ok: true, minor: sign === '-' ? -minor : minor }
}

/** Writes minor units as the decimal text of every wire: `formatAmount(-5n, 'KWD')` is `-0.005`. */
export function formatAmount(minor: bigint, currency: Currency): string {
  const exponent = exponentOf(currency)
  const sign = minor < 0n ? '-' : ''
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0')
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** Whether one decimal text (`isDecimal`, no sign) is more than another, exactly: `10.5` than `9`. */
export function isMore(one: string, other: string): boolean {
  const [whole = '', places = ''] = one.split('.')
  const [otherWhole = '', otherPlaces = ''] = other.split('.')
  const length = Math.max(places.length, otherPlaces.length)
  return (
    BigInt(whole + places.padEnd(length, '0')) >
    BigInt(otherWhole + otherPlaces.padEnd(length, '0'))
  )
}
