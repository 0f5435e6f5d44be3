import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { cleanText } from '@/domain/text/clean'
import { authAccounts, authSessions, authUsers } from '../auth-schema'
import { anyOf, type Db, preparedOnce } from '../query'

export type UserRow = Pick<
  Readonly<typeof authUsers.$inferSelect>,
  'id' | 'name' | 'email' | 'role'
>

const columns = {
  id: authUsers.id,
  name: authUsers.name,
  email: authUsers.email,
  role: authUsers.role,
}

/** The addresses among `emails` (lower case) that a customer signs in with. */
export async function findCustomers(db: Db, emails: readonly string[]): Promise<UserRow[]> {
  if (emails.length === 0) return []
  return db
    .select(columns)
    .from(authUsers)
    .where(and(inArray(authUsers.email, [...emails]), eq(authUsers.role, 'customer')))
}

/** The users with one of `emails` (lower case). */
export async function findUsers(db: Db, emails: readonly string[]): Promise<UserRow[]> {
  if (emails.length === 0) return []
  return db
    .select(columns)
    .from(authUsers)
    .where(inArray(authUsers.email, [...emails]))
}

/** The users with one of `ids`. */
export async function findUsersById(db: Db, ids: readonly string[]): Promise<UserRow[]> {
  if (ids.length === 0) return []
  return db.select(columns).from(authUsers).where(anyOf(authUsers.id, ids))
}

/** The role of a user; null when they are disabled, undefined when nobody has this id. */
export async function findActive(db: Db, id: string): Promise<UserRow['role'] | null | undefined> {
  const [user] = await db
    .select({ role: authUsers.role, disabledAt: authUsers.disabledAt })
    .from(authUsers)
    .where(eq(authUsers.id, id))
  return user && (user.disabledAt === null ? user.role : null)
}

/** The bank's staff, then its customers, each by name. */
export async function listUsers(db: Db, limit: number): Promise<UserRow[]> {
  const isCustomer = eq(authUsers.role, 'customer')
  return db
    .select(columns)
    .from(authUsers)
    .orderBy(asc(isCustomer), asc(authUsers.name), asc(authUsers.id))
    .limit(limit)
}

/** A user to add, with the hash of their password. */
export type NewUser = UserRow & { readonly passwordHash: string }

/** Adds users who sign in with a password; existing ids and e-mail addresses stay unchanged. */
export async function insertUsers(db: Db, users: readonly NewUser[]): Promise<void> {
  if (users.length === 0) return
  await db.transaction(async tx => {
    const inserted = await tx
      .insert(authUsers)
      .values(
        users.map(({ passwordHash: _, name, ...user }) => ({
          ...user,
          name: cleanText('name', name),
          emailVerified: true,
        })),
      )
      .onConflictDoNothing()
      .returning({ id: authUsers.id })
    const added = users.filter(({ id }) => inserted.some(row => row.id === id))
    if (added.length === 0) return
    await tx.insert(authAccounts).values(
      added.map(({ id, passwordHash }) => ({
        id: `${id}-password`,
        accountId: id,
        providerId: 'credential',
        userId: id,
        password: passwordHash,
      })),
    )
  })
}

/** A session that is valid, and whose it is. */
export type SignedIn = UserRow & {
  readonly sessionId: string
  readonly startedAt: Date
  /** When the person last proved who they are. */
  readonly confirmedAt: Date
  /** Whether their password alone lets nobody in. */
  readonly hasSecondFactor: boolean
}

/**
 * The users of sessions with these tokens that are valid at `now`, by token; nobody disabled. A session is
 * good for the role with which it began: rights never change under it.
 */
export async function findSignedIn(
  db: Db,
  tokens: readonly string[],
  now: Date,
): Promise<Map<string, SignedIn>> {
  const rows = await signedIn(db).execute({ tokens: [...tokens], now })
  return new Map(rows.map(({ token, ...user }) => [token, user]))
}

const signedIn = preparedOnce(db =>
  db
    .select({
      token: authSessions.token,
      sessionId: authSessions.id,
      startedAt: authSessions.createdAt,
      confirmedAt: authSessions.confirmedAt,
      hasSecondFactor: authUsers.twoFactorEnabled,
      ...columns,
    })
    .from(authSessions)
    .innerJoin(
      authUsers,
      and(eq(authUsers.id, authSessions.userId), eq(authUsers.role, authSessions.role)),
    )
    .where(
      and(
        sql`${authSessions.token} = any(${sql.placeholder('tokens')})`,
        isNull(authUsers.disabledAt),
        gt(authSessions.expiresAt, sql.param(sql.placeholder('now'), authSessions.expiresAt)),
      ),
    )
    .prepare('signed_in'),
)
