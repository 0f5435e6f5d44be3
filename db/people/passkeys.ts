import { and, eq } from 'drizzle-orm'
import { authPasskeys } from '../auth-schema'
import type { Db } from '../query'

export type PasskeyRow = { readonly id: string; readonly name: string; readonly createdAt: Date }

/** A person's passkeys, the oldest first. */
export async function listPasskeys(db: Db, userId: string): Promise<PasskeyRow[]> {
  const rows = await db
    .select({ id: authPasskeys.id, name: authPasskeys.name, createdAt: authPasskeys.createdAt })
    .from(authPasskeys)
    .where(eq(authPasskeys.userId, userId))
    .orderBy(authPasskeys.createdAt)
  return rows.map(row => ({ ...row, name: row.name ?? '' }))
}

/** Names one of a person's passkeys; whether they have it. */
export async function namePasskey(
  db: Db,
  userId: string,
  id: string,
  name: string,
): Promise<boolean> {
  const named = await db
    .update(authPasskeys)
    .set({ name })
    .where(and(eq(authPasskeys.userId, userId), eq(authPasskeys.id, id)))
    .returning({ id: authPasskeys.id })
  return named.length > 0
}

/** Removes one of a person's passkeys; whether they had it. */
export async function removePasskey(db: Db, userId: string, id: string): Promise<boolean> {
  const removed = await db
    .delete(authPasskeys)
    .where(and(eq(authPasskeys.userId, userId), eq(authPasskeys.id, id)))
    .returning({ id: authPasskeys.id })
  return removed.length > 0
}
