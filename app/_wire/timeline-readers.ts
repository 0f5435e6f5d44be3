import { readAccountNumber } from '@/domain/money/account-number'
import { BOOK_LINES } from '@/domain/money/ledger'
import { AMOUNT_LENGTH_MAX, isCurrency, isDecimal } from '@/domain/money/money'
import { isLonger } from '@/domain/text/clean'
import { hasControls } from '@/domain/text/printable'
import { isZone } from '../_time/instant'
import type { TimelineField } from './timeline'
import type { TimelineReason } from './timeline-faults'
import { isUuid } from './uuid'

/** The longest search texts, in characters as people see them. */
const NOTE_SOUGHT_MAX = 200
const BY_SOUGHT_MAX = 100
const NUMBER_LENGTH_MAX = 40

/** Reads the text of a parameter. */
export type Reader = (text: string) => { readonly value: unknown } | TimelineReason

/** Accepts one of the given words. */
function oneOf(words: readonly string[]): Reader {
  return text => (words.includes(text) ? { value: text } : { reason: 'one-of', words })
}

function textUpTo(lengthMax: number): Reader {
  return text => {
    if (isLonger(text, lengthMax)) return { reason: 'too-long', max: lengthMax }
    return hasControls(text) ? { reason: 'unprintable' } : { value: text }
  }
}

const amount: Reader = text =>
  text.length <= AMOUNT_LENGTH_MAX && isDecimal(text) && !text.startsWith('-')
    ? { value: text }
    : { reason: 'amount' }

const TIME =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/
/** A space is read as the `T` of ISO 8601. */
const time: Reader = text =>
  TIME.test(text) ? { value: text.replace(' ', 'T') } : { reason: 'time' }

/** An account by its number, without spaces, or by its id. */
const account: Reader = text => {
  if (isUuid(text)) return { value: text.toLowerCase() }
  const number = text.length <= NUMBER_LENGTH_MAX ? readAccountNumber(text) : null
  return number === null ? { reason: 'account' } : { value: number.replaceAll(' ', '') }
}

const uuid: Reader = text => (isUuid(text) ? { value: text.toLowerCase() } : { reason: 'id' })

/** How each parameter of a timeline's address is read. */
export const READERS: Readonly<Record<TimelineField, Reader>> = {
  // Only the server knows which types exist.
  type: text => (/^[A-Za-z]{1,64}$/.test(text) ? { value: text } : { reason: 'event-type' }),
  direction: oneOf(['in', 'out']),
  min: amount,
  max: amount,
  ledger: oneOf(BOOK_LINES),
  currency: text => (isCurrency(text) ? { value: text } : { reason: 'currency' }),
  account,
  from: time,
  to: time,
  clock: oneOf(['occurred', 'recorded']),
  hour: text => (/^(?:1?\d|2[0-3])$/.test(text) ? { value: Number(text) } : { reason: 'hour' }),
  by: textUpTo(BY_SOUGHT_MAX),
  note: textUpTo(NOTE_SOUGHT_MAX),
  correlation: text => (/^[0-9a-f]{32}$/.test(text) ? { value: text } : uuid(text)),
  late: text => (text === 'only' ? { value: true } : { reason: 'only' }),
  refused: oneOf(['also', 'only']),
  asOf: time,
  knownAt: time,
  zone: text => (isZone(text) ? { value: text } : { reason: 'zone' }),
  order: oneOf(['asc', 'desc']),
  at: time,
  event: text =>
    /^[1-9]\d{0,9}$/.test(text) && Number(text) < 2 ** 31
      ? { value: Number(text) }
      : { reason: 'event' },
  attempt: uuid,
  of: uuid,
}
