import type { RawQuery } from '@/app/_wire/timeline'
import { startOfDateIn } from '@/domain/bank-account/business-day'
import type { Change, Rule } from '@/domain/bank-account/what-if/what-if'
import { readAmount } from '@/domain/money/read-amount'
import type { Axis } from '../at/[moment]/chart-scale'

/** What is asked of a what-if, as its address has it. Amounts are decimal texts; empty: none. */
export type Asked = {
  /** The versions of the events to leave out, in order. */
  readonly without: readonly number[]
  readonly overdraft: string
  readonly perMovement: string
  readonly perDay: string
  /** From when the limits hold: a date, an instant, `v57` for after event 57, or empty. */
  readonly from: string
  /** The event after which both balances are shown; null: the newest. */
  readonly at: number | null
  /** What the chart is spaced by. */
  readonly axis: Axis
}

export const LIMITS = ['overdraft', 'perMovement', 'perDay'] as const

/** An account as far as a question about it is read. */
type About = { readonly newest: number; readonly currency: string }

/** Why a part of an address is left out, in sentences, by parameter. */
export type Faults = Readonly<Record<string, string>>

/** The valid parts of an address, and why others are none. */
export function readAsked(
  query: RawQuery,
  about: About,
): { readonly asked: Asked; readonly faults: Faults } {
  const faults: Record<string, string> = {}
  const text = (name: string) => {
    const value = query instanceof URLSearchParams ? query.getAll(name) : query[name]
    const [one = '', ...more] = [value ?? ''].flat()
    if (more.length > 0) faults[name] = 'Send it once.'
    return more.length > 0 ? '' : one.trim()
  }
  const read = <Value>(name: string, by: (text: string) => Read<Value>, none: Value): Value => {
    const found = by(text(name))
    if ('value' in found) return found.value
    faults[name] = found.fault
    return none
  }
  const amount = (text: string) => readLimit(text, about.currency)
  const asked = {
    without: read('without', one => readVersions(one, about.newest), []),
    overdraft: read('overdraft', amount, ''),
    perMovement: read('perMovement', amount, ''),
    perDay: read('perDay', amount, ''),
    from: read('from', one => readFrom(one, about.newest), ''),
    at: read('at', one => readAt(one, about.newest), null),
    axis: read('axis', readAxis, 'time'),
  }
  return { asked, faults }
}

type Read<Value> = { readonly value: Value } | { readonly fault: string }

function readLimit(text: string, currency: string): Read<string> {
  if (text === '') return { value: '' }
  const read = readAmount(text, currency)
  return read.ok ? { value: read.decimal } : { fault: 'Enter an amount such as 1250.00.' }
}

/** The longest list of event numbers, in characters. */
const VERSIONS_LENGTH_MAX = 2_000

/** Event numbers and ranges of them, such as `3, 7-9`. */
export function readVersions(text: string, newest: number): Read<readonly number[]> {
  const versions = new Set<number>()
  if (text.length > VERSIONS_LENGTH_MAX) return { fault: 'Leave out fewer events.' }
  for (const part of text.split(/[\s,]+/).filter(part => part !== '')) {
    const [, first = '', last = first] = /^(\d{1,10})(?:[-–](\d{1,10}))?$/.exec(part) ?? []
    const [from, to] = [Number(first), Number(last)]
    if (first === '' || from < 1 || to < from || to > newest) {
      return { fault: `Enter event numbers from 2 to ${newest}, such as 3, 7-9.` }
    }
    if (from === 1) return { fault: 'Event 1 opens the account. It can’t be left out.' }
    for (let version = from; version <= to; version++) versions.add(version)
  }
  return { value: [...versions].toSorted((a, b) => a - b) }
}

/** Event numbers as `readVersions` reads them. */
export function versionsText(versions: readonly number[]): string {
  const runs: [number, number][] = []
  for (const version of versions) {
    const last = runs.at(-1)
    if (last && version === last[1] + 1) last[1] = version
    else runs.push([version, version])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
}

function readFrom(text: string, newest: number): Read<string> {
  if (text === '') return { value: '' }
  if (/^v\d{1,10}$/.test(text)) {
    const read = readAt(text.slice(1), newest)
    return 'value' in read ? { value: text } : read
  }
  const isDate = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text)
  if (isDate && !Number.isNaN(Date.parse(text))) return { value: text }
  return { fault: 'Enter a date such as 2026-06-30.' }
}

function readAt(text: string, newest: number): Read<number | null> {
  if (text === '') return { value: null }
  const version = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (version >= 1 && version <= newest) return { value: version }
  return { fault: `Enter an event number from 1 to ${newest}.` }
}

function readAxis(text: string): Read<Axis> {
  if (text === '' || text === 'time') return { value: 'time' }
  return text === 'events' ? { value: 'events' } : { fault: 'Use “time” or “events”.' }
}

/** The address of a question; without those of its parts that ask nothing. */
export function whatIfPath(id: string, asked: Partial<Asked>): string {
  const { without = [], at = null, axis = 'time', ...texts } = asked
  const query = new URLSearchParams()
  if (without.length > 0) query.set('without', versionsText(without).replaceAll(' ', ''))
  for (const [name, text] of Object.entries(texts)) if (text) query.set(name, text)
  if (at !== null) query.set('at', String(at))
  if (axis !== 'time') query.set('axis', axis)
  const path = `/accounts/${id}/what-if`
  return query.size === 0 ? path : `${path}?${query}`.replaceAll('%2C', ',').replaceAll('%3A', ':')
}

/**
 * The change of the history that is asked for.
 * @param zone in which a date begins
 * @param dayZone of the days of a daily limit
 * @param recordedAt when an event was recorded
 */
export function changeOf(
  { without, overdraft, perMovement, perDay, from }: Omit<Asked, 'at' | 'axis'>,
  { zone, dayZone }: { readonly zone: string; readonly dayZone: string },
  recordedAt: (version: number) => Date,
): Change {
  const rules: Rule[] = []
  if (overdraft !== '') rules.push({ type: 'SetOverdraftLimit', limit: overdraft })
  const limits = { ...(perMovement && { perMovement }), ...(perDay && { perDay }) }
  if (perMovement || perDay) rules.push({ type: 'SetLimits', ...limits, timeZone: dayZone })
  return { without: new Set(without), rules, from: momentOf(from, zone, recordedAt) }
}

function momentOf(from: string, zone: string, recordedAt: (version: number) => Date): Date | null {
  if (from === '') return null
  if (from.startsWith('v')) return recordedAt(Number(from.slice(1)))
  // A limit of a day binds what was sent in its first millisecond too.
  if (from.length === 10) return new Date(startOfDateIn(zone, from).getTime() - 1)
  return new Date(from)
}
