import { createHash, randomBytes } from 'node:crypto'
import { and, eq, gt, isNull, type SQL } from 'drizzle-orm'
import { authUsers, joinLinks } from '../auth-schema'
import type { Db } from '../query'

export type LinkPurpose = (typeof joinLinks.$inferSelect)['purpose']

/** How long each kind of link can be used. */
const LIFETIMES_MS: Readonly<Record<LinkPurpose, number>> = {
  'set-up': 3_600_000,
  reset: 24 * 3_600_000,
  invitation: 7 * 24 * 3_600_000,
}

/** A link as it is shown once: the token is kept nowhere. */
export type NewLink = { readonly token: string; readonly expiresAt: Date }

/** Makes a link for a person, or (null) to set up a bank; earlier ones count no longer. */
export async function issueLink(
  db: Db,
  userId: string | null,
  purpose: LinkPurpose,
): Promise<NewLink> {
  const token = randomBytes(32).toString('base64url')
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + LIFETIMES_MS[purpose])
  await db.transaction(async tx => {
    await tx.delete(joinLinks).where(and(ofUser(userId), isNull(joinLinks.usedAt)))
    await tx
      .insert(joinLinks)
      .values({ tokenHash: hashOf(token), userId, purpose, createdAt, expiresAt })
  })
  return { token, expiresAt }
}

/** Takes back the links that set up a bank. */
export async function withdrawSetUp(db: Db): Promise<void> {
  await db.delete(joinLinks).where(and(ofUser(null), isNull(joinLinks.usedAt)))
}

function ofUser(userId: string | null): SQL {
  return userId === null ? isNull(joinLinks.userId) : eq(joinLinks.userId, userId)
}

/** What a link is for, and why it can't be used; `person` is null when it sets up a bank. */
export type FoundLink = {
  readonly purpose: LinkPurpose
  readonly state: 'open' | 'used' | 'expired' | 'disabled'
  readonly person: { readonly id: string; readonly name: string; readonly email: string } | null
}

/** The link with this token; null when there is none, or a later one has replaced it. */
export async function findLink(db: Db, token: string, now: Date): Promise<FoundLink | null> {
  const [found] = await db
    .select({ link: joinLinks, user: authUsers })
    .from(joinLinks)
    .leftJoin(authUsers, eq(authUsers.id, joinLinks.userId))
    .where(eq(joinLinks.tokenHash, hashOf(token)))
  if (!found) return null
  const { link, user } = found
  const person = user && { id: user.id, name: user.name, email: user.email }
  return { purpose: link.purpose, state: stateOf(link, user?.disabledAt ?? null, now), person }
}

function stateOf(
  { usedAt, expiresAt }: typeof joinLinks.$inferSelect,
  disabledAt: Date | null,
  now: Date,
): FoundLink['state'] {
  if (usedAt !== null) return 'used'
  if (expiresAt <= now) return 'expired'
  return disabledAt === null ? 'open' : 'disabled'
}

type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

/** Uses a link up inside a transaction: of several that try, one gets it. Null: it can't be used. */
export async function takeLink(
  tx: Tx,
  token: string,
  now: Date,
): Promise<{ readonly purpose: LinkPurpose; readonly userId: string | null } | null> {
  const [taken] = await tx
    .update(joinLinks)
    .set({ usedAt: now })
    .where(
      and(
        eq(joinLinks.tokenHash, hashOf(token)),
        isNull(joinLinks.usedAt),
        gt(joinLinks.expiresAt, now),
      ),
    )
    .returning({ purpose: joinLinks.purpose, userId: joinLinks.userId })
  return taken ?? null
}

/** Tokens are 256 random bits, so that a plain hash tells nothing about them. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
