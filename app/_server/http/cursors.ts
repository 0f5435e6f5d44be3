import 'server-only'
import { isUuid } from '@/app/_wire/uuid'
import type { AccountCursor } from '@/db/accounts/accounts'
import { VERSION_MAX } from '@/db/streams/read-stream'

/** Encodes a cursor of the list of accounts. */
export function writeAccountCursor({ openedAt, id }: AccountCursor): string {
  return Buffer.from(`${openedAt.toISOString()} ${id}`).toString('base64url')
}

/** Decodes a cursor of the list of accounts; null when it is invalid. */
export function readAccountCursor(cursor: string): AccountCursor | null {
  const [time = '', id = '', ...rest] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const openedAt = new Date(time)
  if (rest.length > 0 || !isUuid(id) || Number.isNaN(openedAt.getTime())) return null
  const place = { openedAt, id }
  return writeAccountCursor(place) === cursor ? place : null
}

/** Decodes a cursor of an account's log, which is a version; null when it is invalid. */
export function readVersionCursor(cursor: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(cursor)) return null
  const version = Number(cursor)
  return version <= VERSION_MAX ? version : null
}

/** A position in a timeline: the last event and the last refused command that were sent. */
export type TimelineCursor = {
  /** In an account's timeline, a version. */
  readonly version: number | null
  /** In the bank's timeline, an event with the time that orders it. */
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

/** Encodes a timeline cursor; for an account without refused commands it is a plain version. */
export function writeTimelineCursor({ version, event, refusal }: TimelineCursor): string {
  const first = event ? `${+event.at}_${event.aggregateId}_${event.version}` : String(version ?? '')
  if (!refusal) return first
  return `${first}~${+refusal.at}_${refusal.aggregateId}_${refusal.commandId}`
}

/** Decodes a timeline cursor; null when it is invalid. */
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

/** Shown on a page for an invalid cursor. */
export const NO_SUCH_PLACE = '“cursor” must come from a link on this page.'
