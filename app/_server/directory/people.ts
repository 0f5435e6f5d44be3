import 'server-only'
import { z } from 'zod'
import { mayDo } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { PersonJson } from '@/app/_wire/people'
import type { Problem } from '@/app/_wire/types'
import { NAME_LENGTH_MAX } from '@/db/directory/new-person'
import { personStreamId } from '@/db/ids'
import { findRecords, listRecords, type PersonPlace, type PersonRecord } from '@/db/people/records'
import { isRole } from '@/domain/person/role'
import { bytesMaxOf } from '@/domain/text/clean'
import { isFound, searchable } from '@/domain/text/search'

/** The most code units of a name, for fields; what it really may have, `readName` says. */
export const NAME_UNITS_MAX = bytesMaxOf(NAME_LENGTH_MAX)

export type PeopleQuery = {
  /** Words, each the beginning of a word in name or e-mail address. */
  readonly q: string
  /** A role; anything else: all. */
  readonly role: string
  readonly cursor: PersonPlace | null
}

export type PeoplePage = {
  readonly items: readonly PersonJson[]
  /** Where the next page begins; null at the end. */
  readonly next: string | null
  /** Whether the search stopped before it had a whole page. */
  readonly isCut: boolean
}

const PAGE = 50

/** How many people are read together, and how many a search looks at before it pauses. */
const STEP = 1_000
const SCAN_MAX = 20_000

/** People by name, for auditors and administrators. Texts are compared in memory, as everywhere. */
export async function listPeople(
  viewer: Viewer,
  { q, role, cursor }: PeopleQuery,
): Promise<PeoplePage | Problem> {
  const barred = mayDo(viewer, 'readPeople')
  if (barred) return barred
  const items: PersonRecord[] = []
  let after: PersonPlace | undefined = cursor ?? undefined
  const ofRole = isRole(role) ? role : undefined
  const limit = q.trim() === '' ? PAGE + 1 : STEP
  for (let looked = 0; looked < SCAN_MAX; looked += limit) {
    const rows = await listRecords(bank().db, { role: ofRole, after, limit })
    for (const row of rows) {
      if (!isFound(searchable([row.name, row.email]), q)) continue
      if (items.length === PAGE) return pageOf(items, items.at(-1))
      items.push(row)
    }
    if (rows.length < limit) return pageOf(items)
    after = rows.at(-1)
  }
  return { ...pageOf(items, after), isCut: true }
}

function pageOf(items: readonly PersonRecord[], last?: PersonPlace): PeoplePage {
  const next = last ? writePeopleCursor(last) : null
  return { items: items.map(personJson), next, isCut: false }
}

/** What the ids of people look like; nothing else is looked up. */
const ID = /^[!-~]{1,100}$/

/** One person, for auditors and administrators; null for nobody, and for other viewers. */
export async function getPerson(viewer: Viewer, id: string): Promise<PersonJson | null> {
  if (!ID.test(id) || mayDo(viewer, 'readPeople')) return null
  const [record] = await findRecords(bank().db, { ids: [id] })
  return record ? personJson(record) : null
}

function personJson(record: PersonRecord): PersonJson {
  const { id, name, email, role, status, disabledAt, lastSignInAt } = record
  const standing = disabledAt !== null ? 'disabled' : status === 'joined' ? 'enabled' : status
  return {
    ...{ id, name, email, role, standing },
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    streamId: personStreamId(id),
  }
}

// PostgreSQL has no texts with a null character.
const stored = z
  .string()
  .max(1_000)
  .regex(/^[^\0]*$/)
const place = z.tuple([stored, z.string().regex(ID)])

function writePeopleCursor({ name, id }: PersonPlace): string {
  return Buffer.from(JSON.stringify([name, id])).toString('base64url')
}

/** Where a page begins; null for a text that no page gave. */
export function readPeopleCursor(text: string): PersonPlace | null {
  try {
    const read = place.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return read.success ? { name: read.data[0], id: read.data[1] } : null
  } catch {
    return null
  }
}
