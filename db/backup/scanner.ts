/** A part of some bytes: from its first one to the one after its last. */
export type Span = { from: number; to: number }

/**
 * Reads bytes of ASCII from one place on, without making strings. Once something is not as expected, it
 * is not fine, and what was read means nothing.
 */
export type Scanner = {
  bytes: Buffer
  at: number
  isFine: boolean
  /** The last date that was read, as a number of eight digits, and its first moment. */
  day: number
  dayMs: number
}

export function createScanner(): Scanner {
  return { bytes: Buffer.alloc(0), at: 0, isFine: true, day: 0, dayMs: Number.NaN }
}

export function startAt(scanner: Scanner, bytes: Buffer, at: number): void {
  scanner.bytes = bytes
  scanner.at = at
  scanner.isFine = true
}

/** Skips a text, if it is here. */
export function sees(scanner: Scanner, text: Uint8Array): boolean {
  const { bytes, at } = scanner
  for (let n = 0; n < text.length; n++) if (bytes[at + n] !== text[n]) return false
  scanner.at += text.length
  return true
}

export function skip(scanner: Scanner, text: Uint8Array): void {
  if (!sees(scanner, text)) scanner.isFine = false
}

const ZERO = 0x30

/** A whole number of some digits. */
export function whole(scanner: Scanner, most: number, least = 1): number {
  const { bytes, at } = scanner
  let place = at
  let value = 0
  for (; place < at + most; place++) {
    const digit = (bytes[place] ?? 0) - ZERO
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  if (place < at + least) scanner.isFine = false
  scanner.at = place
  return value
}

const NO_DIGIT = 16
const DIGITS = new Uint8Array(256).fill(NO_DIGIT)
for (let n = 0; n < 16; n++) {
  DIGITS[n.toString(16).charCodeAt(0)] = n
  DIGITS[n.toString(16).toUpperCase().charCodeAt(0)] = n
}

/** What a digit of a hexadecimal number is worth. */
export function digitAt(bytes: Buffer, at: number): number {
  return DIGITS[bytes[at] ?? 0] ?? NO_DIGIT
}

/** Where the 16 bytes of a UUID are in its text, and its hyphens. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]
const HYPHENS = [8, 13, 18, 23]
const UUID_LENGTH = 36

export function readUuid(scanner: Scanner, into: Uint8Array): void {
  const { bytes, at } = scanner
  let all = 0
  for (let n = 0; n < PLACES.length; n++) {
    const place = at + (PLACES[n] ?? 0)
    const high = digitAt(bytes, place)
    const low = digitAt(bytes, place + 1)
    all |= high | low
    into[n] = high * 16 + low
  }
  if (all >= NO_DIGIT) scanner.isFine = false
  for (const place of HYPHENS) if (bytes[at + place] !== HYPHEN[0]) scanner.isFine = false
  scanner.at += UUID_LENGTH
}

const IS_NAME = new Uint8Array(256)
for (let byte = 0; byte < 128; byte++) {
  IS_NAME[byte] = Number(/\w/.test(String.fromCharCode(byte)))
}

/** Letters, digits and underscores. */
export function readName(scanner: Scanner, into: Span): void {
  const { bytes, at } = scanner
  let place = at
  while (IS_NAME[bytes[place] ?? 0]) place++
  endAt(scanner, into, place)
}

/** Whole bytes in hexadecimal. */
export function readHex(scanner: Scanner, into: Span): void {
  const { bytes, at } = scanner
  let place = at
  while (digitAt(bytes, place) < NO_DIGIT) place++
  if ((place - at) % 2 > 0) scanner.isFine = false
  endAt(scanner, into, place)
}

function endAt(scanner: Scanner, span: Span, to: number): void {
  span.from = scanner.at
  span.to = to
  if (span.from === to) scanner.isFine = false
  scanner.at = to
}

const [HYPHEN, DOT, COLON, T, Z] = ['-', '.', ':', 'T', 'Z'].map(sign => Buffer.from(sign)) as Five
type Five = [Buffer, Buffer, Buffer, Buffer, Buffer]
const UTC = Buffer.from('+00:00')

/** An instant as PostgreSQL writes it in UTC, in Unix milliseconds. */
export function readInstant(scanner: Scanner): number {
  const since = readDate(scanner)
  skip(scanner, T)
  const ms = since + readClock(scanner)
  if (!sees(scanner, UTC)) skip(scanner, Z)
  return ms
}

function readDate(scanner: Scanner): number {
  const year = whole(scanner, 4, 4)
  skip(scanner, HYPHEN)
  const month = whole(scanner, 2, 2)
  skip(scanner, HYPHEN)
  const day = year * 10_000 + month * 100 + whole(scanner, 2, 2)
  if (day !== scanner.day) {
    scanner.day = day
    scanner.dayMs = momentOf(String(day).padStart(8, '0'))
  }
  if (Number.isNaN(scanner.dayMs)) scanner.isFine = false
  return scanner.dayMs
}

/** NaN for a day that its month doesn't have, which is taken for one of the next. */
function momentOf(day: string): number {
  const text = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
  const ms = Date.parse(text)
  const isOne = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
  return isOne ? ms : Number.NaN
}

function readClock(scanner: Scanner): number {
  const hour = whole(scanner, 2, 2)
  skip(scanner, COLON)
  const minute = whole(scanner, 2, 2)
  skip(scanner, COLON)
  const second = whole(scanner, 2, 2)
  if (hour > 23 || minute > 59 || second > 59) scanner.isFine = false
  const ms = ((hour * 60 + minute) * 60 + second) * 1000
  if (!sees(scanner, DOT)) return ms
  const from = scanner.at
  const decimals = whole(scanner, 3)
  return ms + decimals * 10 ** (3 - (scanner.at - from))
}
