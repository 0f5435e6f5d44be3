import { and, eq, gt } from 'drizzle-orm'
import type { Stream } from '@/domain/event-sourcing/ports'
import { type Person, personOf } from '@/domain/person/person'
import { authUsers } from '../auth-schema'
import type { Transaction } from '../connection'
import { anyOf, drizzleOn } from '../query'
import { feed, outbox, subscriptions } from '../schema'
import { compareRows, type Report } from './differences'
import { people } from './people'

/**
 * Compares the roles and standings of people with the folds of their streams. A row may be behind
 * its stream for as long as the subscriber is; people whose row was erased are left out.
 */
export async function checkPeople(
  tx: Transaction,
  streams: readonly Stream[],
  report: Report,
): Promise<void> {
  const known = streams.flatMap(stream => {
    const person = personOf(stream)
    return person ? [{ stream, person }] : []
  })
  if (known.length === 0) return
  const ids = known.map(({ person }) => person.personId)
  const rows = await drizzleOn(tx).select().from(authUsers).where(anyOf(authUsers.id, ids))
  const byId = new Map(rows.map(row => [row.id, row]))
  for (const { stream, person } of known) {
    const row = byId.get(person.personId)
    if (!row) continue
    const isBehind = row.personVersion < stream.version && !(await isFollowed(tx, stream))
    if (isBehind) continue
    const sentence = compareRows(
      'The row of the person',
      shownRow(row),
      expectedRow(person, stream),
    )
    if (sentence) report('people', person.personId, sentence)
  }
}

function shownRow({
  role,
  personStatus,
  disabledAt,
  personVersion,
}: typeof authUsers.$inferSelect) {
  return { role, status: personStatus, disabled: disabledAt !== null, version: personVersion }
}

function expectedRow({ role, status, disabled }: Person, { version }: Stream) {
  return { role, status, disabled, version }
}

/** Whether the subscriber has handled all events of a stream. */
async function isFollowed(tx: Transaction, { aggregateId }: Stream): Promise<boolean> {
  const typed = drizzleOn(tx)
  const [waiting] = await typed
    .select()
    .from(outbox)
    .where(eq(outbox.aggregateId, aggregateId))
    .limit(1)
  if (waiting) return false
  const done = typed
    .select({ position: subscriptions.position })
    .from(subscriptions)
    .where(eq(subscriptions.name, people.name))
  const [checkpoint] = await done
  const [ahead] = await typed
    .select()
    .from(feed)
    .where(and(gt(feed.position, checkpoint?.position ?? 0), eq(feed.aggregateId, aggregateId)))
    .limit(1)
  return ahead === undefined
}
