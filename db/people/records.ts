import { and, asc, eq, gt, inArray, isNull, lt, ne, or } from 'drizzle-orm'
import type { Role } from '@/domain/person/role'
import { authUsers } from '../auth-schema'
import { type Db, isAfter } from '../query'
import { hasPassword } from './passwords'

/** A person as administrators see them. */
export type PersonRecord = Readonly<
  Pick<
    typeof authUsers.$inferSelect,
    'id' | 'name' | 'email' | 'role' | 'disabledAt' | 'lastSignInAt' | 'createdAt'
  >
> & {
  /** Whether they have set a password: not yet, yes, or not since a reset. */
  readonly status: (typeof authUsers.$inferSelect)['personStatus']
  /** How far the row has followed their stream; 0: they have none, or it was never followed. */
  readonly version: number
}

const columns = {
  id: authUsers.id,
  name: authUsers.name,
  email: authUsers.email,
  role: authUsers.role,
  status: authUsers.personStatus,
  disabledAt: authUsers.disabledAt,
  lastSignInAt: authUsers.lastSignInAt,
  createdAt: authUsers.createdAt,
  version: authUsers.personVersion,
}

/** The people with one of these ids, or of these e-mail addresses (lower case). */
export async function findRecords(
  db: Db,
  by: { readonly ids: readonly string[] } | { readonly emails: readonly string[] },
): Promise<PersonRecord[]> {
  const where =
    'ids' in by ? inArray(authUsers.id, [...by.ids]) : inArray(authUsers.email, [...by.emails])
  return db.select(columns).from(authUsers).where(where)
}

/** Where a page of people begins: after this one. */
export type PersonPlace = Pick<PersonRecord, 'id' | 'name'>

export type PeopleQuery = {
  readonly role?: Role | undefined
  readonly after?: PersonPlace | undefined
  readonly limit: number
}

/** People by name. */
export async function listRecords(
  db: Db,
  { role, after, limit }: PeopleQuery,
): Promise<PersonRecord[]> {
  const { id, name } = authUsers
  const place =
    after &&
    isAfter('asc', [
      [name, after.name],
      [id, after.id],
    ])
  return db
    .select(columns)
    .from(authUsers)
    .where(and(role && eq(authUsers.role, role), place))
    .orderBy(asc(name), asc(id))
    .limit(limit)
}

/** How long somebody may be about to be invited, before they count as forgotten. */
const INVITING_MS = 60_000

/** Those whose stream is missing or unknown, or who set a password that no event tells of; by id. */
export async function unrecorded(db: Db, after: string, limit: number): Promise<PersonRecord[]> {
  const { id, personStatus: status, personVersion, createdAt, disabledAt } = authUsers
  const isSettled = or(ne(status, 'invited'), lt(createdAt, new Date(Date.now() - INVITING_MS)))
  const isJoining = and(ne(status, 'joined'), isNull(disabledAt), hasPassword())
  return db
    .select(columns)
    .from(authUsers)
    .where(and(gt(id, after), or(and(eq(personVersion, 0), isSettled), isJoining)))
    .orderBy(asc(id))
    .limit(limit)
}

/** Whether there is nobody who could ever come in. */
export async function isEmptyOfPeople(db: Pick<Db, 'select'>): Promise<boolean> {
  const rows = await db
    .select({ id: authUsers.id })
    .from(authUsers)
    .where(isNull(authUsers.disabledAt))
    .limit(1)
  return rows.length === 0
}

/** Those of some people who are not disabled. */
export async function enabledAmong(db: Db, ids: readonly string[]): Promise<PersonRecord[]> {
  const isEnabled = isNull(authUsers.disabledAt)
  return db
    .select(columns)
    .from(authUsers)
    .where(and(inArray(authUsers.id, [...ids]), isEnabled))
}

type Writes = Pick<Db, 'insert'>

/** Adds somebody who has no password yet; whoever has their id or e-mail address stays. */
export async function addRecord(
  db: Writes,
  person: Pick<PersonRecord, 'id' | 'name' | 'email' | 'role'>,
): Promise<void> {
  await db
    .insert(authUsers)
    .values({ ...person, emailVerified: false, personStatus: 'invited' })
    .onConflictDoNothing()
}
