/**
 * A number as people type it, in any of the ways that it can be read. `whole` has no grouping, and
 * neither part has anything but ASCII digits.
 */
export type Reading = {
  readonly negative: boolean
  readonly whole: string
  readonly fraction: string
}

/** The longest text that is read as a number, in UTF-16 code units. */
export const TYPED_LENGTH_MAX = 100

const SPACES = /[\t\u00A0\u2000-\u200A\u202F\u205F\u3000]/g
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
/** Apostrophes, and the Arabic mark that groups digits and does nothing else. */
const APOSTROPHES = /[\u02BC\u066C\u2018\u2019\uFF07]/g

/** Digits of every script as ASCII, and one character for each kind of mark. */
export function plainNumber(text: string): string {
  return text
    .replace(BIDI_CONTROLS, '')
    .replace(SPACES, ' ')
    .replace(APOSTROPHES, "'")
    .replace(/[\u2212\uFE63\uFF0D]/g, '-')
    .replace(/\uFF0B/g, '+')
    .replace(/[\u060C\uFF0C]/g, ',')
    .replace(/\uFF0E/g, '.')
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .trim()
}

const RUN_MAX = 60

/** Unicode keeps the digits of a script together, from zero to nine, and runs of them whole. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let start = code
  while (code - start < RUN_MAX && /\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--
  return String((code - start) % 10)
}

/** U+066B, the Arabic decimal separator, is never anything else. */
const DECIMAL_MARKS = ['.', ',', '\u066B'] as const
const GROUP_MARKS = [' ', "'", ',', '.'] as const

/** A few languages write the minus behind the number. */
const NUMBER = /^(?:([-+]?) ?([\d ',.\u066B]+)|([\d ',.\u066B]*\d)(-))$/

/**
 * Every way to read a plain number (`plainNumber`): `1,234` has two, of which a currency with two
 * decimal places allows one. Empty for what is no number, badly grouped ones included.
 */
export function readingsOf(plain: string): readonly Reading[] {
  const [, sign, signed, before, minus] = NUMBER.exec(plain) ?? []
  const number = signed ?? before
  if (number === undefined) return []
  const negative = (sign ?? minus) === '-'
  const whole = ungrouped(number, null)
  const readings: Reading[] = whole ? [{ negative, whole, fraction: '' }] : []
  for (const mark of DECIMAL_MARKS) {
    const [wholeText = '', fraction, more] = number.split(mark)
    if (fraction === undefined || more !== undefined || !/^\d+$/.test(fraction)) continue
    const digits = wholeText === '' ? '0' : ungrouped(wholeText, mark)
    if (digits) readings.push({ negative, whole: digits, fraction })
  }
  return readings
}

/** The digits of a whole number, grouped well or not at all; null for anything else. */
function ungrouped(text: string, decimalMark: string | null): string | null {
  if (/^\d+$/.test(text)) return text
  const mark = GROUP_MARKS.find(one => one !== decimalMark && text.includes(one))
  if (mark === undefined) return null
  const [first = '', ...groups] = text.split(mark)
  if (!/^[1-9]\d{0,2}$/.test(first)) return null
  const isOf = (length: number) => (group: string) => group.length === length && /^\d+$/.test(group)
  const last = groups.at(-1) ?? ''
  const isWestern = groups.every(isOf(3))
  // Thousands, then hundreds of them: lakhs and crores.
  const isIndian =
    (mark === ',' || mark === "'") &&
    first.length <= 2 &&
    isOf(3)(last) &&
    groups.slice(0, -1).every(isOf(2))
  return isWestern || isIndian ? first + groups.join('') : null
}
