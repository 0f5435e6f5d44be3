import type { StreamRef } from '@/domain/event-sourcing/operation'
import { AMOUNT_LENGTH_MAX, isCurrency, isDecimal, isMore } from '@/domain/money/money'
import { isPrintable, printable } from '@/domain/printable'
import { isZone } from '../_time/instant'
import { isAccount, streamPath } from './stream-path'
import type { TimelineFault, TimelineReason } from './timeline-faults'
import { isUuid } from './uuid'

/**
 * A timeline's view, as its address has it: of one account (`/accounts/{id}/events`), of another
 * stream (`/streams/{id}`) or of the whole bank (`/audit`). Null means unset. All code reads and
 * writes these addresses through this module, so that a link shows the same to everybody.
 */
export type TimelineView = {
  /** The event type. */
  readonly type: string | null
  /** Money in (deposits, opening balances) or out. */
  readonly direction: 'in' | 'out' | null
  /** Bounds of the absolute amount, decimal texts, both inclusive. */
  readonly min: string | null
  readonly max: string | null
  /** ISO 4217; required with a range of amounts in the whole bank's timeline. */
  readonly currency: string | null
  /**
   * Bounds of the period, both inclusive: a whole day (`2026-06-30`), a local time in `zone`
   * (`2026-06-30T14:03:22.118`), or an instant (with `Z` or an offset).
   */
  readonly from: string | null
  readonly to: string | null
  /** The clock of the period: when it occurred, or when it was recorded. */
  readonly clock: 'occurred' | 'recorded'
  /** The hour of the day (UTC, 0 to 23) in which it occurred, as the insights count it. */
  readonly hour: number | null
  /** The actor: a part of the name, or the whole id. */
  readonly by: string | null
  /** A part of the note, case-insensitive. */
  readonly note: string | null
  readonly correlation: string | null
  /** Only late events: those that occurred before something already recorded. */
  readonly late: boolean
  /** Refused commands: together with the events, or alone. */
  readonly refused: 'also' | 'only' | null
  /** The log as of a business time, and as known at a recording time; written as `from` is. */
  readonly asOf: string | null
  readonly knownAt: string | null
  /** IANA name of the zone in which days and times are read and shown; null: the reader's own. */
  readonly zone: string | null
  /** Newest or oldest first, by recording; null: the reader's preference. */
  readonly order: 'asc' | 'desc' | null
  /** The day or time at which the list is opened; written as `from` is. */
  readonly at: string | null
  /** The event whose panel is open; in the whole bank's timeline, `account` is its stream. */
  readonly event: number | null
  readonly account: string | null
}

/** A timeline without filters, in the reader's own zone and order. */
export const PLAIN_TIMELINE: TimelineView = {
  type: null,
  direction: null,
  min: null,
  max: null,
  currency: null,
  from: null,
  to: null,
  clock: 'occurred',
  hour: null,
  by: null,
  note: null,
  correlation: null,
  late: false,
  refused: null,
  asOf: null,
  knownAt: null,
  zone: null,
  order: null,
  at: null,
  event: null,
  account: null,
}

/** The name of a parameter, which is also that of its field in a form. */
export type TimelineField = keyof TimelineView

/** The parameters that filter the list, in the order of their chips. */
export const FILTER_FIELDS = [
  'type',
  'direction',
  'min',
  'max',
  'currency',
  'from',
  'to',
  'clock',
  'hour',
  'by',
  'note',
  'correlation',
  'late',
  'refused',
  'asOf',
  'knownAt',
] as const satisfies readonly TimelineField[]

/** The longest search texts, in UTF-16 code units. */
export const NOTE_SOUGHT_MAX = 200
export const BY_SOUGHT_MAX = 100

/** A parsed address. `view` has its valid parts, so that a form can show them. */
export type ReadTimelineView = {
  readonly view: TimelineView
  readonly faults: readonly TimelineFault[]
}

/** A query: `URLSearchParams`, or what Next.js gives a page. */
export type RawQuery = URLSearchParams | Readonly<Record<string, string | string[] | undefined>>

type Reader = (text: string) => { readonly value: unknown } | TimelineReason

/** Accepts one of the given words. */
function oneOf(words: readonly string[]): Reader {
  return text => (words.includes(text) ? { value: text } : { reason: 'one-of', words })
}

function textUpTo(lengthMax: number): Reader {
  return text => {
    if (text.length > lengthMax) return { reason: 'too-long', max: lengthMax }
    return isPrintable(text) ? { value: text } : { reason: 'unprintable' }
  }
}

const amount: Reader = text =>
  text.length <= AMOUNT_LENGTH_MAX && isDecimal(text) && !text.startsWith('-')
    ? { value: text }
    : { reason: 'amount' }

const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/
const time: Reader = text => (TIME.test(text) ? { value: text } : { reason: 'time' })

const uuid: Reader = text => (isUuid(text) ? { value: text.toLowerCase() } : { reason: 'id' })

const READERS: Readonly<Record<TimelineField, Reader>> = {
  // Only the server knows which types exist.
  type: text => (/^[A-Za-z]{1,64}$/.test(text) ? { value: text } : { reason: 'event-type' }),
  direction: oneOf(['in', 'out']),
  min: amount,
  max: amount,
  currency: text => (isCurrency(text) ? { value: text } : { reason: 'currency' }),
  from: time,
  to: time,
  clock: oneOf(['occurred', 'recorded']),
  hour: text => (/^(?:1?\d|2[0-3])$/.test(text) ? { value: Number(text) } : { reason: 'hour' }),
  by: textUpTo(BY_SOUGHT_MAX),
  note: textUpTo(NOTE_SOUGHT_MAX),
  correlation: uuid,
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
  account: uuid,
}

/**
 * Parses the query of a timeline's address. Empty fields count as unset, since forms send them.
 * Invalid, unknown and repeated parameters are faults: nothing is ignored.
 */
export function readTimelineView(query: RawQuery): ReadTimelineView {
  const faults: TimelineFault[] = []
  const values: Record<string, unknown> = {}
  for (const [name, texts] of parametersOf(query)) {
    const field = printable(name.slice(0, 40), 40)
    const refuse = (reason: TimelineReason) => faults.push({ field, ...reason })
    const text = texts[0]?.trim() ?? ''
    if (!isField(name)) refuse({ reason: 'unknown' })
    else if (texts.length > 1) refuse({ reason: 'twice' })
    else if (text !== '') {
      const read = READERS[name](text)
      if ('reason' in read) refuse(read)
      else values[name] = read.value
    }
  }
  const view: TimelineView = { ...PLAIN_TIMELINE, ...values }
  if (view.min !== null && view.max !== null && isMore(view.min, view.max)) {
    faults.push({ field: 'max', reason: 'less-than', other: 'min' })
  }
  return { view, faults }
}

/** Writes a view as a query, in canonical order and without unset parameters. */
export function writeTimeline(view: Partial<TimelineView>): URLSearchParams {
  const query = new URLSearchParams()
  for (const field of Object.keys(PLAIN_TIMELINE) as TimelineField[]) {
    const value = view[field]
    if (value === undefined || value === PLAIN_TIMELINE[field]) continue
    query.set(field, value === true ? 'only' : String(value))
  }
  return query
}

/** The address of a timeline: of a stream, or (null) of the whole bank. */
export function timelinePath(of: StreamRef | null, view: Partial<TimelineView> = {}): string {
  const path = of === null ? '/audit' : isAccount(of) ? `${streamPath(of)}/events` : streamPath(of)
  // Slashes and colons are readable, and allowed in a query (RFC 3986, section 3.4).
  const query = writeTimeline(view).toString().replaceAll('%2F', '/').replaceAll('%3A', ':')
  return query === '' ? path : `${path}?${query}`
}

export function isFiltered(view: TimelineView): boolean {
  return FILTER_FIELDS.some(field => view[field] !== PLAIN_TIMELINE[field])
}

function parametersOf(query: RawQuery): Map<string, readonly string[]> {
  if (query instanceof URLSearchParams) {
    return new Map([...query.keys()].map(name => [name, query.getAll(name)]))
  }
  const entries = Object.entries(query).filter(([, value]) => value !== undefined)
  return new Map(entries.map(([name, value]) => [name, [value ?? ''].flat()]))
}

function isField(name: string): name is TimelineField {
  return Object.hasOwn(PLAIN_TIMELINE, name)
}

/**
 * The part of an address that defines a list and its order, for the API: without the open event,
 * and with the newest event at the time when the list was opened (`through`).
 */
export function listQuery(view: TimelineView, through: number | null): string {
  const query = writeTimeline({ ...view, event: null, account: null })
  if (through !== null) query.set('through', String(through))
  return query.toString()
}

/**
 * The other side of a list opened at a moment: the same list from that moment in reverse order.
 * Instants are whole milliseconds.
 */
export function turnedAt<View extends TimelineView>(view: View, at: Date | null): View | null {
  if (at === null) return null
  const isDown = view.order === 'desc'
  const beside = new Date(at.getTime() + (isDown ? 1 : -1)).toISOString()
  return { ...view, order: isDown ? 'asc' : 'desc', at: beside, event: null, account: null }
}
