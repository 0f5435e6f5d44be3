import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { authAccounts, authUsers } from '../auth-schema'
import type { Db } from '../query'

/** How better-auth names the way to sign in by password. */
const PROVIDER = 'credential'

type Writes = Pick<Db, 'insert'>

/** Sets a person's password, which they may not have had, by its hash. */
export async function keepPassword(db: Writes, userId: string, hash: string): Promise<void> {
  await db
    .insert(authAccounts)
    .values({
      id: `${userId}-password`,
      accountId: userId,
      providerId: PROVIDER,
      userId,
      password: hash,
    })
    .onConflictDoUpdate({ target: authAccounts.id, set: { password: hash } })
}

/** Whether a user has a password. */
export function hasPassword() {
  return sql<boolean>`exists (
    select from ${authAccounts} where ${authAccounts.userId} = ${authUsers.id}
      and ${and(eq(authAccounts.providerId, PROVIDER), isNotNull(authAccounts.password))})`
}

/** Those of some users who have a password. */
export async function withPassword(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .select({ id: authUsers.id })
    .from(authUsers)
    .where(and(inArray(authUsers.id, [...ids]), hasPassword()))
  return new Set(rows.map(({ id }) => id))
}
