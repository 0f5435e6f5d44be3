import 'server-only'
import { z } from 'zod'
import {
  cursorOf,
  limit,
  malformed,
  PAGE_LIMIT_DEFAULT,
  type ReadParams,
  readParams,
} from '@/app/_server/http/params'
import { bank } from '@/app/_server/process/bank'
import { readBound } from '@/app/_time/bounds'
import { isZone } from '@/app/_time/instant'
import type { AccessJson } from '@/app/_wire/access'
import type { Page, Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { findAccounts } from '@/db/accounts/accounts'
import {
  type AccessCursor,
  type AccessFilter,
  type FoundAccess,
  listAccess,
} from '@/db/people/access-log'
import { findServiceNames } from '@/db/people/tokens'
import { findUsers, findUsersById } from '@/db/people/users'
import { mayDo } from './rights'
import type { Viewer } from './viewer'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'must be a day such as 2026-06-30.' })
const text = z.string().max(320, { error: 'is too long.' })
const params = z.strictObject({
  person: text.exactOptional(),
  kind: text.exactOptional(),
  address: text.exactOptional(),
  from: day.exactOptional(),
  to: day.exactOptional(),
  zone: z
    .string()
    .refine(isZone, { error: 'must be a time zone such as Europe/Prague.' })
    .exactOptional(),
  cursor: cursorOf(readAccessCursor).exactOptional(),
  limit: limit.exactOptional(),
})

/** What of the access log is wanted. */
export type AccessQuery = {
  readonly filter: Omit<AccessFilter, 'ids'> & {
    /** An e-mail address, or the id of a person, service, account or token. */
    readonly person?: string | undefined
  }
  readonly zone: string
  readonly cursor: AccessCursor | null
  readonly limit: number
}

/** Parses `?person=&kind=&address=&from=&to=&zone=&cursor=&limit=`; the days are of the zone. */
export function readAccessParams(url: string): ReadParams<AccessQuery> {
  const read = readParams(url, params)
  if (!read.ok) return read
  const { zone = 'UTC', cursor, limit = PAGE_LIMIT_DEFAULT, from, to, ...rest } = read.params
  const [start, end] = [from && readBound(from, zone, 'start'), to && readBound(to, zone, 'end')]
  if (start && !start.ok) return malformed('from', 'must be a day such as 2026-06-30.')
  if (end && !end.ok) return malformed('to', 'must be a day such as 2026-06-30.')
  const filter = {
    ...rest,
    ...(start && { from: start.instant }),
    ...(end && { to: end.instant }),
  }
  const place = cursor === undefined ? null : readAccessCursor(cursor)
  return { ok: true, params: { filter, zone, cursor: place, limit } }
}

/** A page of the access log, the newest first. */
export async function readAccessLog(
  viewer: Viewer,
  { filter, cursor, limit }: AccessQuery,
): Promise<Page<AccessJson> | Problem> {
  const barred = mayDo(viewer, 'readAccessLog')
  if (barred) return barred
  const { db } = bank()
  const { person, ...rest } = filter
  const ids = person === undefined ? undefined : await idsOf(person.trim())
  const place = { cursor: cursor ?? undefined, limit: limit + 1 }
  const rows = ids?.length === 0 ? [] : await listAccess(db, { ...rest, ids }, place)
  const shown = rows.slice(0, limit)
  const names = await namesIn(shown)
  const last = shown.at(-1)
  return {
    items: shown.map(row => accessJson(row, names)),
    nextCursor: rows.length > limit && last ? writeAccessCursor(last) : null,
  }
}

export function readAccessCursor(text: string): AccessCursor | null {
  const [time = '', id = '', ...rest] = text.split('_')
  const at = new Date(Number(time))
  if (rest.length > 0 || !/^\d{1,15}$/.test(time) || !isUuid(id)) return null
  return Number.isNaN(at.getTime()) ? null : { at, id }
}

function writeAccessCursor({ at, id }: AccessCursor): string {
  return `${at.getTime()}_${id}`
}

/** The ids that a filter names: that of an e-mail address, or the text itself. */
async function idsOf(person: string): Promise<readonly string[]> {
  if (!person.includes('@')) return [person]
  const found = await findUsers(bank().db, [person.toLowerCase()])
  return found.map(({ id }) => id)
}

type Names = ReadonlyMap<string, string>

/** The names of people and services, and the numbers of accounts. */
async function namesIn(rows: readonly FoundAccess[]): Promise<Names> {
  const { db } = bank()
  const ids = [...new Set(rows.flatMap(({ actorId, subject }) => [actorId, subject]))]
  const all = ids.filter(id => id !== null)
  const uuids = all.filter(isUuid)
  const [people, services, accounts] = await Promise.all([
    findUsersById(db, all),
    findServiceNames(db, uuids),
    findAccounts(db, uuids),
  ])
  return new Map([
    ...accounts.map(({ id, number }) => [id, number] as const),
    ...services.map(({ id, name }) => [id, name] as const),
    ...people.map(({ id, name }) => [id, name] as const),
  ])
}

function accessJson(row: FoundAccess, names: Names): AccessJson {
  const { id, at, kind, actorKind, actorId, role, address, subject, detail } = row
  const actor =
    actorKind === null || actorId === null
      ? null
      : { kind: actorKind, id: actorId, name: names.get(actorId) ?? actorId, role }
  return {
    ...{ id, at: at.toISOString(), kind, actor, address, detail },
    subject: subject === null ? null : { id: subject, name: names.get(subject) ?? null },
  }
}
