import 'server-only'
import type { AccountCursor } from '@/db/accounts'
import { VERSION_MAX } from '@/db/read-stream'
import { isUuid } from './ids'

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
