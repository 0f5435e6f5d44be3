import { and, asc, desc, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import { accessLog } from '../access-schema'
import { authSessions, authUsers, authVerifications } from '../auth-schema'
import { newEventId } from '../ids'
import { anyOf, type Db } from '../query'
import type { UserRow } from './users'

/** A session as its person sees it; the token, which would open it, stays in its cookie. */
export type SessionRow = {
  readonly id: string
  readonly isThis: boolean
  readonly userAgent: string | null
  readonly ipAddress: string | null
  readonly createdAt: Date
  readonly lastUsedAt: Date
}

/** The role of a person whose session begins; null if they may not come in. */
export async function roleToBegin(db: Db, userId: string): Promise<UserRow['role'] | null> {
  const [user] = await db
    .select({ role: authUsers.role })
    .from(authUsers)
    .where(and(eq(authUsers.id, userId), isNull(authUsers.disabledAt)))
  return user?.role ?? null
}

/** Records that a person has just signed in. */
export async function noteSignIn(db: Db, userId: string, now: Date): Promise<void> {
  await db.update(authUsers).set({ lastSignInAt: now }).where(eq(authUsers.id, userId))
}

/** Gives a person another name. */
export async function renamePerson(db: Db, userId: string, name: string): Promise<void> {
  await db.update(authUsers).set({ name, updatedAt: new Date() }).where(eq(authUsers.id, userId))
}

/** The use of a session: when, and until when it is good for now. */
export type SessionUse = { readonly token: string; readonly at: Date; readonly until: Date }

/**
 * Records the latest uses of sessions in one statement, and moves their ends on: at most to the
 * absolute end, and never to an earlier one. A session that was over by then stays so.
 */
export async function recordUses(
  db: Db,
  uses: readonly SessionUse[],
  lifetimeMs: number,
): Promise<void> {
  if (uses.length === 0) return
  const times = (of: 'at' | 'until') => sql.param(uses.map(use => use[of].toISOString()))
  await db.execute(sql`
    update auth_sessions s
    set last_used_at = greatest(s.last_used_at, u.at),
      expires_at = greatest(s.expires_at, least(
        u.until, s.created_at + ${lifetimeMs}::float8 * interval '1 millisecond'))
    from unnest(
      ${sql.param(uses.map(({ token }) => token))}::text[],
      ${times('at')}::text[]::timestamptz[], ${times('until')}::text[]::timestamptz[]) as u(token, at, until)
    where s.token = u.token and s.expires_at > u.at`)
}

/** A person's open sessions, the last used first. @param token of the session that asks */
export async function sessionsOf(
  db: Db,
  userId: string,
  token: string,
  now: Date,
): Promise<SessionRow[]> {
  return db
    .select({
      id: authSessions.id,
      isThis: sql<boolean>`${authSessions.token} = ${token}`,
      userAgent: authSessions.userAgent,
      ipAddress: authSessions.ipAddress,
      createdAt: authSessions.createdAt,
      lastUsedAt: authSessions.lastUsedAt,
    })
    .from(authSessions)
    .innerJoin(
      authUsers,
      and(eq(authUsers.id, authSessions.userId), eq(authUsers.role, authSessions.role)),
    )
    .where(and(eq(authSessions.userId, userId), gt(authSessions.expiresAt, now)))
    .orderBy(desc(authSessions.lastUsedAt), desc(authSessions.createdAt))
    .limit(100)
}

/** Ends sessions of a person: one of them, or all but one. Returns those that ended. */
export async function endSessions(
  db: Db,
  userId: string,
  which: { readonly id: string } | { readonly exceptToken: string } | 'all',
): Promise<{ readonly id: string; readonly token: string }[]> {
  const some =
    which === 'all'
      ? undefined
      : 'id' in which
        ? eq(authSessions.id, which.id)
        : ne(authSessions.token, which.exceptToken)
  return db
    .delete(authSessions)
    .where(and(eq(authSessions.userId, userId), some))
    .returning({ id: authSessions.id, token: authSessions.token })
}

/** Records that the person of a session has just proved who they are. */
export async function confirmSession(db: Db, token: string, now: Date): Promise<void> {
  await db.update(authSessions).set({ confirmedAt: now }).where(eq(authSessions.token, token))
}

/** Forgets that the person of a session has proved who they are. */
export async function forgetConfirmation(db: Db, token: string): Promise<void> {
  await confirmSession(db, token, new Date(0))
}

/**
 * Removes the sessions that ran out before a moment, the oldest first and at most `most`, and tells the
 * access log of each. Both are one transaction, so each is told once, by whichever process.
 * @returns how many they were
 */
export async function endRunOut(
  db: Db,
  { before, most, lifetimeMs }: { before: Date; most: number; lifetimeMs: number },
): Promise<number> {
  return db.transaction(async tx => {
    const over = await tx
      .select()
      .from(authSessions)
      .where(lt(authSessions.expiresAt, before))
      .orderBy(asc(authSessions.expiresAt))
      .limit(most)
      .for('update', { skipLocked: true })
    const ids = over.map(({ id }) => id)
    await tx.delete(authSessions).where(anyOf(authSessions.id, ids))
    const told = over.map(({ id, userId, role, createdAt, expiresAt }) => {
      const isOld = expiresAt.getTime() - createdAt.getTime() >= lifetimeMs
      const detail = { because: isOld ? 'longest time' : 'unused' }
      const by = { actorKind: 'person' as const, actorId: userId, role }
      return { id: newEventId(), at: expiresAt, kind: 'session-ended', ...by, subject: id, detail }
    })
    if (told.length > 0) await tx.insert(accessLog).values(told)
    return told.length
  })
}

/** Removes challenges that ended before a moment: nobody can use them any more. */
export async function forgetChallenges(db: Db, before: Date): Promise<void> {
  await db.delete(authVerifications).where(lt(authVerifications.expiresAt, before))
}
