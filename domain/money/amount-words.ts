import { AMOUNT_LENGTH_MAX, type Currency, isCurrency, isMore } from './money'
import { plainNumber, readingsOf } from './typed-number'

/** A range of amounts, both bounds inclusive decimals without a sign; null: no bound. */
export type AmountRange = {
  readonly min: string | null
  readonly max: string | null
  /** The currency that was named; null: none. */
  readonly currency: Currency | null
}

const LEAST = 'over|above|more than|at least|from|min|>=|>|≥'
const MOST = 'under|below|less than|at most|up to|max|<=|<|≤'
const NUMBER = "\\d[\\d .,'’]*"
const AT_LEAST = new RegExp(`^(?:${LEAST}) ?(${NUMBER})$`)
const AT_MOST = new RegExp(`^(?:${MOST}) ?(${NUMBER})$`)
const BETWEEN = new RegExp(`^(?:between |from )?(${NUMBER}?) ?(?:and|to|-|–|\\.\\.) ?(${NUMBER})$`)
const ALONE = new RegExp(`^(${NUMBER})$`)

const SIGNS: ReadonlyMap<string, Currency> = new Map([
  ['€', 'EUR'],
  ['$', 'USD'],
  ['£', 'GBP'],
])

/**
 * Reads the range of amounts that a search names, such as `over 500`, `under 20 EUR`, `20 to 50` or
 * `500`; null for any other text. A search shows how it was read, so one comma before three digits
 * is taken for grouping.
 */
export function readAmountRange(text: string): AmountRange | null {
  if (text.length > 3 * AMOUNT_LENGTH_MAX) return null
  const { rest, currency } = withoutCurrency(text.trim().toLowerCase().replaceAll(/\s+/g, ' '))
  const bounds = boundsIn(rest)
  if (bounds === null) return null
  const [min, max] = bounds.map(bound => (bound === null ? null : decimalOf(bound)))
  if (min === undefined || max === undefined) return null
  if (min !== null && max !== null && isMore(min, max)) return { min: max, max: min, currency }
  return { min, max, currency }
}

function boundsIn(text: string): [string | null, string | null] | null {
  const [, least] = AT_LEAST.exec(text) ?? []
  if (least !== undefined) return [least, null]
  const [, most] = AT_MOST.exec(text) ?? []
  if (most !== undefined) return [null, most]
  const [, low, high] = BETWEEN.exec(text) ?? []
  if (low !== undefined && high !== undefined) return [low, high]
  const [, exact] = ALONE.exec(text) ?? []
  return exact === undefined ? null : [exact, exact]
}

/** The text without the one currency that it names, by its code or sign, before or after a number. */
function withoutCurrency(text: string): { rest: string; currency: Currency | null } {
  for (const [found, word = ''] of text.matchAll(/(?<![\p{L}\d])(\p{L}{3}|[€$£])(?!\p{L})/gu)) {
    const currency = SIGNS.get(word) ?? word.toUpperCase()
    if (!isCurrency(currency)) continue
    const rest = text.replaceAll(found, ' ').replaceAll(/ +/g, ' ').trim()
    return { rest, currency }
  }
  const [, sign] = /([€$£])/.exec(text) ?? []
  if (sign === undefined) return { rest: text, currency: null }
  return { rest: text.replaceAll(sign, '').trim(), currency: SIGNS.get(sign) ?? null }
}

/** A typed number as a plain decimal; undefined when it is none. */
function decimalOf(typed: string): string | undefined {
  const [reading] = readingsOf(plainNumber(typed).replace(/[.,]$/, ''))
  if (!reading || reading.negative) return undefined
  const whole = reading.whole.replace(/^0+(?=\d)/, '')
  const decimal = reading.fraction === '' ? whole : `${whole}.${reading.fraction}`
  return decimal.length > AMOUNT_LENGTH_MAX ? undefined : decimal
}
