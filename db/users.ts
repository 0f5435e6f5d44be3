import { and, eq, inArray } from 'drizzle-orm'
import { authUsers } from './auth-schema'
import type { Db } from './connection'

/** A person who may sign in. */
export type UserRow = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: 'customer' | 'teller' | 'auditor'
}

const columns = {
  id: authUsers.id,
  name: authUsers.name,
  email: authUsers.email,
  role: authUsers.role,
}

/** Those of `emails` (in small letters) that a customer signs in with. */
export async function findCustomers(db: Db, emails: readonly string[]): Promise<UserRow[]> {
  if (emails.length === 0) return []
  return db
    .select(columns)
    .from(authUsers)
    .where(and(inArray(authUsers.email, [...emails]), eq(authUsers.role, 'customer')))
}

/** The people who sign in with one of `emails` (in small letters). */
export async function findUsers(db: Db, emails: readonly string[]): Promise<UserRow[]> {
  if (emails.length === 0) return []
  return db
    .select(columns)
    .from(authUsers)
    .where(inArray(authUsers.email, [...emails]))
}
