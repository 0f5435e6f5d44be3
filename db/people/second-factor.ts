import { and, eq, lt } from 'drizzle-orm'
import { authTwoFactors } from '../auth-schema'
import type { Db } from '../query'

/** The encrypted secret of a person's authenticator app; null without one. */
export async function secretOf(db: Db, userId: string): Promise<string | null> {
  const [row] = await db
    .select({ secret: authTwoFactors.secret })
    .from(authTwoFactors)
    .where(eq(authTwoFactors.userId, userId))
  return row?.secret ?? null
}

/** Whether a person has a second factor in use. */
export async function hasSecondFactor(db: Db, userId: string): Promise<boolean> {
  const [row] = await db
    .select({ verified: authTwoFactors.verified })
    .from(authTwoFactors)
    .where(eq(authTwoFactors.userId, userId))
  return row?.verified === true
}

/** Takes the half minute of a code; false when it, or a later one, was taken before. */
export async function takeStep(db: Db, userId: string, step: number): Promise<boolean> {
  const taken = await db
    .update(authTwoFactors)
    .set({ lastStep: step })
    .where(and(eq(authTwoFactors.userId, userId), lt(authTwoFactors.lastStep, step)))
    .returning({ id: authTwoFactors.id })
  return taken.length > 0
}

/** Replaces the list of a person's recovery codes; `kept` is how it is stored. */
export async function replaceRecoveryCodes(db: Db, userId: string, kept: string): Promise<void> {
  await db
    .update(authTwoFactors)
    .set({ backupCodes: kept })
    .where(eq(authTwoFactors.userId, userId))
}
