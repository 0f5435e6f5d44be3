import { and, eq } from 'drizzle-orm'
import { accountNicknames } from '../people-schema'
import { anyOf, type Db } from '../query'

const { userId: user, aggregateId, nickname: word } = accountNicknames

/** A person's nicknames for these accounts, by account id. */
export async function nicknamesOf(
  db: Db,
  userId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ aggregateId, word })
    .from(accountNicknames)
    .where(and(eq(user, userId), anyOf(aggregateId, ids)))
  return new Map(rows.map(row => [row.aggregateId, row.word]))
}

/** A person's nicknames, by account id; at most `limit`. */
export async function allNicknames(
  db: Db,
  userId: string,
  limit: number,
): Promise<Map<string, string>> {
  const rows = await db
    .select({ aggregateId, word })
    .from(accountNicknames)
    .where(eq(user, userId))
    .orderBy(aggregateId)
    .limit(limit)
  return new Map(rows.map(row => [row.aggregateId, row.word]))
}

/** Keeps a person's nickname for an account; null removes it. */
export async function keepNickname(
  db: Db,
  userId: string,
  accountId: string,
  nickname: string | null,
): Promise<void> {
  if (nickname === null) {
    await db.delete(accountNicknames).where(and(eq(user, userId), eq(aggregateId, accountId)))
    return
  }
  await db
    .insert(accountNicknames)
    .values({ userId, aggregateId: accountId, nickname })
    .onConflictDoUpdate({ target: [user, aggregateId], set: { nickname } })
}
