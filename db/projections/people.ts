import { and, eq, gt, lte, or, type SQL, sql as text } from 'drizzle-orm'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { eventOf, unknownStream } from '@/domain/event-sourcing/stream'
import { type Person, person, personOf, takenBy } from '@/domain/person/person'
import { authAccounts, authPasskeys, authSessions, authTwoFactors, authUsers } from '../auth-schema'
import type { Sql, Transaction } from '../connection'
import type { Subscriber } from '../feed/subscription'
import { personStreamId } from '../ids'
import { anyOf, drizzleOn } from '../query'
import { events, log } from '../schema'
import { advance, recordedEvent, selectEvents } from '../streams/event-rows'

/**
 * Roles, and who is disabled, as `auth_users` has them for every request: they follow from the log.
 * The process that changed a person writes them at once, and the feed makes sure of it.
 */
export const people: Subscriber = {
  name: 'people',
  aggregateTypes: [person.type],
  handle: (handled, tx) =>
    follow(tx, [...new Set(handled.map(({ recorded }) => recorded.aggregateId))]),
}

/** Brings the rows of some people up to the end of their streams, and takes what events took. */
export async function followPeople(sql: Sql, streamIds: readonly string[]): Promise<void> {
  await sql.begin(tx => follow(tx, streamIds))
}

/**
 * Whoever writes folds the whole stream and skips what the row has already, so that writers may come
 * in any order, and none goes back. People who are not in `auth_users` any more are left out.
 */
async function follow(tx: Transaction, streamIds: readonly string[]): Promise<void> {
  for (const { stream, steps } of await readPeople(tx, [...streamIds].sort())) {
    const now = personOf(stream)
    if (!now) continue
    const isOf = eq(authUsers.id, now.personId)
    const typed = drizzleOn(tx)
    const row = typed.select({ version: authUsers.personVersion }).from(authUsers).where(isOf)
    const [held] = await row.for('update')
    if (!held || held.version >= stream.version) continue
    const { version } = held
    await takeFrom(
      tx,
      now.personId,
      steps.filter(step => step.version > version),
    )
    await typed.update(authUsers).set(rowOf(now, stream)).where(isOf)
  }
}

type Followed = { readonly stream: Stream; readonly steps: readonly RecordedEvent[] }

/** The streams of people are short: they are folded from their first events. */
async function readPeople(
  sql: Sql | Transaction,
  streamIds: readonly string[],
): Promise<Followed[]> {
  const rows = await selectEvents(sql)
    .where(anyOf(log.aggregateId, streamIds))
    .orderBy(log.aggregateId, log.eventVersion)
  const followed = new Map<string, { stream: Stream; steps: RecordedEvent[] }>()
  for (const step of rows.map(recordedEvent)) {
    const { aggregateId: id } = step
    const { stream, steps } = followed.get(id) ?? { stream: unknownStream(id), steps: [] }
    followed.set(id, { stream: advance(stream, step), steps: [...steps, step] })
  }
  return [...followed.values()]
}

function rowOf({ role, status, disabled }: Person, { version, createdAt }: Stream) {
  const since = text`coalesce(${authUsers.disabledAt}, ${text.param(createdAt, authUsers.disabledAt)})`
  const disabledAt = disabled ? since : null
  return { role, personStatus: status, disabledAt, personVersion: version }
}

async function takeFrom(
  tx: Transaction,
  userId: string,
  steps: readonly RecordedEvent[],
): Promise<void> {
  const typed = drizzleOn(tx)
  const taken = steps.flatMap(step => {
    const event = eventOf(person, step)
    return event ? [takenBy(event)] : []
  })
  if (taken.some(({ sessions }) => sessions)) {
    await typed.delete(authSessions).where(eq(authSessions.userId, userId))
  }
  if (taken.some(({ signIn }) => signIn)) {
    await typed.delete(authAccounts).where(eq(authAccounts.userId, userId))
    await typed.delete(authTwoFactors).where(eq(authTwoFactors.userId, userId))
    await typed.delete(authPasskeys).where(eq(authPasskeys.userId, userId))
    await typed.update(authUsers).set({ twoFactorEnabled: false }).where(eq(authUsers.id, userId))
  }
}

/** The number of people rebuilt together. */
const PAGE = 500

/** Writes the role and standing of everybody anew from the log, also where a row is ahead of it. */
export async function rebuildPeople(sql: Sql, onProgress: (done: number) => void): Promise<void> {
  let done = 0
  for (let after: string | null = null; ; ) {
    const place: SQL | undefined = after === null ? undefined : gt(authUsers.id, after)
    const page: readonly { id: string }[] = await drizzleOn(sql)
      .select({ id: authUsers.id })
      .from(authUsers)
      .where(place)
      .orderBy(authUsers.id)
      .limit(PAGE)
    await sql.begin(async tx => {
      const ids = page.map(({ id }) => personStreamId(id))
      for (const { stream } of await readPeople(tx, ids)) await writeAnew(tx, stream)
    })
    done += page.length
    onProgress(done)
    after = page.at(-1)?.id ?? after
    if (page.length < PAGE) return
  }
}

/** A row that has followed a later event meanwhile is left to that. */
async function writeAnew(tx: Transaction, stream: Stream): Promise<void> {
  const now = personOf(stream)
  if (!now) return
  const newest = text`(select max(${events.eventVersion}) from ${events}
    where ${events.aggregateId} = ${stream.aggregateId})`
  const version = authUsers.personVersion
  await drizzleOn(tx)
    .update(authUsers)
    .set(rowOf(now, stream))
    .where(
      and(eq(authUsers.id, now.personId), or(lte(version, stream.version), gt(version, newest))),
    )
}
