import 'server-only'
import { isUuid } from '@/app/_wire/uuid'
import type { AccountCursor } from '@/db/accounts/accounts'
import { VERSION_MAX } from '@/db/streams/read-stream'

/** Writes a place in the list of accounts as the opaque text of the wire. */
export function writeAccountCursor({ openedAt, id }: AccountCursor): string {
  return Buffer.from(`${openedAt.toISOString()} ${id}`).toString('base64url')
}

/** Reads a place in the list of accounts; null for a text that no list gave. */
export function readAccountCursor(cursor: string): AccountCursor | null {
  const [time = '', id = '', ...rest] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const openedAt = new Date(time)
  if (rest.length > 0 || !isUuid(id) || Number.isNaN(openedAt.getTime())) return null
  const place = { openedAt, id }
  return writeAccountCursor(place) === cursor ? place : null
}

/** Reads a place in an account's log, which is a version; null for a text that no list gave. */
export function readVersionCursor(cursor: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(cursor)) return null
  const version = Number(cursor)
  return version <= VERSION_MAX ? version : null
}

/** A place in a timeline: how far its events and its refused commands have been told. */
export type TimelineCursor = {
  /** In the timeline of an account, a version. */
  readonly version: number | null
  /** In the timeline of the bank, an event with the time that orders it. */
  readonly event: {
    readonly at: Date
    readonly aggregateId: string
    readonly version: number
  } | null
  readonly refusal: {
    readonly at: Date
    readonly aggregateId: string
    readonly commandId: string
  } | null
}

/** Writes a place in a timeline; that of an account without refused commands is a plain version. */
export function writeTimelineCursor({ version, event, refusal }: TimelineCursor): string {
  const first = event ? `${+event.at}_${event.aggregateId}_${event.version}` : String(version ?? '')
  if (!refusal) return first
  return `${first}~${+refusal.at}_${refusal.aggregateId}_${refusal.commandId}`
}

/** Reads a place in a timeline; null for a text that no timeline gave. */
export function readTimelineCursor(text: string): TimelineCursor | null {
  if (text.length > 200) return null
  const [first = '', second, ...rest] = text.split('~')
  if (rest.length > 0 || text === '') return null
  const event = first.includes('_') ? readKey(first) : null
  const place = event && isVersion(event.key) ? event : null
  const version = first === '' || first.includes('_') ? null : readVersionCursor(first)
  const refusal = second === undefined ? null : readKey(second)
  const cursor: TimelineCursor = {
    version,
    event: place && { at: place.at, aggregateId: place.id, version: Number(place.key) },
    refusal:
      refusal && isUuid(refusal.key)
        ? { at: refusal.at, aggregateId: refusal.id, commandId: refusal.key }
        : null,
  }
  return writeTimelineCursor(cursor) === text ? cursor : null
}

function readKey(text: string): { at: Date; id: string; key: string } | null {
  const [time = '', id = '', key = '', ...rest] = text.split('_')
  const at = new Date(Number(time))
  if (rest.length > 0 || !/^-?\d{1,15}$/.test(time) || !isUuid(id)) return null
  return Number.isNaN(at.getTime()) ? null : { at, id, key }
}

function isVersion(text: string): boolean {
  return readVersionCursor(text) !== null
}

/** What a page says of a cursor that is none. */
export const NO_SUCH_PLACE = '“cursor” must come from a link on this page.'
