import type { StreamRef } from '@/domain/event-sourcing/operation'
import type { BookLine } from '@/domain/money/ledger'
import { isMore } from '@/domain/money/money'
import { printable } from '@/domain/text/printable'
import { isAccount, streamPath } from './stream-path'
import type { TimelineFault, TimelineReason } from './timeline-faults'
import { READERS } from './timeline-readers'

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
  /** The line of the bank's books that the money came from or went to. */
  readonly ledger: BookLine | null
  /** ISO 4217. A range of amounts without one compares the figures of every currency. */
  readonly currency: string | null
  /** In the whole bank's timeline: only this account, by its number or id. */
  readonly account: string | null
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
  /** The event or the refused command whose panel is open. */
  readonly event: number | null
  readonly attempt: string | null
  /** In the whole bank's timeline: the stream of what is open, if `account` doesn't say it. */
  readonly of: string | null
}

/** The part of a view that has no panel open. */
export const CLOSED = { event: null, attempt: null, of: null } as const

/** A timeline without filters, in the reader's own zone and order. */
export const PLAIN_TIMELINE: TimelineView = {
  type: null,
  direction: null,
  min: null,
  max: null,
  ledger: null,
  currency: null,
  account: null,
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
  ...CLOSED,
}

/** The name of a parameter, which is also that of its field in a form. */
export type TimelineField = keyof TimelineView

/** The parameters that filter the list, in the order of their chips. */
const FILTER_FIELDS = [
  'type',
  'direction',
  'min',
  'max',
  'ledger',
  'currency',
  'account',
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

/** A parsed address. `view` has its valid parts, so that a form can show them. */
export type ReadTimelineView = {
  readonly view: TimelineView
  readonly faults: readonly TimelineFault[]
}

/** A query: `URLSearchParams`, or what Next.js gives a page. */
export type RawQuery = URLSearchParams | Readonly<Record<string, string | string[] | undefined>>

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
 * The part of an address that defines a list and its order, for the API: without what is
 * open, and with the newest event at the time when the list was opened (`through`).
 */
export function listQuery(view: TimelineView, through: number | null): string {
  const query = writeTimeline({ ...view, ...CLOSED })
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
  return { ...view, order: isDown ? 'asc' : 'desc', at: beside, ...CLOSED }
}
