import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { apiTokens } from '../access-schema'
import { anyOf, type Db, isAfter, preparedOnce } from '../query'

export type TokenRow = Readonly<Omit<typeof apiTokens.$inferSelect, 'hash'>>
export type NewToken = Readonly<typeof apiTokens.$inferInsert>

/** A service whose token is good. */
export type ServiceRow = Pick<
  Readonly<typeof apiTokens.$inferSelect>,
  'id' | 'name' | 'role' | 'scopes' | 'accountIds'
>

const columns = {
  id: apiTokens.id,
  name: apiTokens.name,
  ending: apiTokens.ending,
  role: apiTokens.role,
  scopes: apiTokens.scopes,
  accountIds: apiTokens.accountIds,
  createdAt: apiTokens.createdAt,
  createdBy: apiTokens.createdBy,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
  revokedAt: apiTokens.revokedAt,
  revokedBy: apiTokens.revokedBy,
}

export async function insertToken(db: Db, token: NewToken): Promise<void> {
  await db.insert(apiTokens).values(token)
}

/** A page of tokens, the newest first. */
export async function listTokens(
  db: Db,
  { cursor, limit }: { cursor?: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<TokenRow[]> {
  return db
    .select(columns)
    .from(apiTokens)
    .where(
      cursor &&
        isAfter('desc', [
          [apiTokens.createdAt, cursor.createdAt],
          [apiTokens.id, cursor.id],
        ]),
    )
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .limit(limit)
}

/**
 * Revokes a token; one that is revoked already stays as it is.
 * @returns its hash; or that it was revoked before, or is unknown
 */
export async function revokeToken(
  db: Db,
  id: string,
  by: string,
  now: Date,
): Promise<{ readonly hash: string } | 'before' | 'unknown'> {
  const [revoked] = await db
    .update(apiTokens)
    .set({ revokedAt: now, revokedBy: by })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ hash: apiTokens.hash })
  if (revoked) return revoked
  const known = await db.select({ id: apiTokens.id }).from(apiTokens).where(eq(apiTokens.id, id))
  return known.length > 0 ? 'before' : 'unknown'
}

/** The services of tokens with these hashes that are good at `now`, by hash. */
export async function findServices(
  db: Db,
  hashes: readonly string[],
  now: Date,
): Promise<Map<string, ServiceRow>> {
  const rows = await services(db).execute({ hashes: [...hashes], now })
  return new Map(rows.map(({ hash, ...service }) => [hash, service]))
}

const services = preparedOnce(db =>
  db
    .select({
      hash: apiTokens.hash,
      id: apiTokens.id,
      name: apiTokens.name,
      role: apiTokens.role,
      scopes: apiTokens.scopes,
      accountIds: apiTokens.accountIds,
    })
    .from(apiTokens)
    .where(
      and(
        sql`${apiTokens.hash} = any(${sql.placeholder('hashes')})`,
        isNull(apiTokens.revokedAt),
        gt(apiTokens.expiresAt, sql.param(sql.placeholder('now'), apiTokens.expiresAt)),
      ),
    )
    .prepare('services'),
)

/** Records when a token was used last. */
export async function noteTokenUse(db: Db, id: string, now: Date): Promise<void> {
  await db.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, id))
}

/** The names of the services among these ids. */
export async function findServiceNames(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  return db
    .select({ id: apiTokens.id, name: apiTokens.name })
    .from(apiTokens)
    .where(anyOf(apiTokens.id, ids))
}

/** The role of a service; null when its token is revoked or has expired, undefined for an unknown id. */
export async function findRoleOfToken(
  db: Db,
  id: string,
  now: Date,
): Promise<TokenRow['role'] | null | undefined> {
  const [token] = await db.select(columns).from(apiTokens).where(eq(apiTokens.id, id))
  if (!token) return undefined
  return token.revokedAt === null && token.expiresAt > now ? token.role : null
}
