import { randomUUID } from 'node:crypto'
import type { Sql } from '../../connection'
import type { Books } from './books'
import type { Crew } from './crew'

/**
 * A fault that the soak plants, to prove that it is found: a deposit sent twice, a duplicate in the
 * log, commits that are not durable; a transfer of which one side is lost, a transfer done twice, and
 * a reader that takes one account from its reading before.
 */
export type Plant = 'double' | 'insert' | 'no-sync' | 'half' | 'twice' | 'stale'

export const PLANTS: readonly Plant[] = ['double', 'insert', 'no-sync', 'half', 'twice', 'stale']

/** Settings of PostgreSQL that acknowledge a commit before it is durable. */
export const FORGETFUL = ['synchronous_commit=off', 'wal_writer_delay=10s']

/** Plants a fault after a kill. @returns whether that was possible */
export async function plantFault(
  plant: Plant | null,
  { sql, books, crew }: { sql: Sql; books: Books; crew: Crew },
): Promise<boolean> {
  if (plant === 'double') return retryWrongly(await storedUnanswered(sql, books), books, crew)
  if (plant === 'insert') return insertTwin(sql)
  if (plant === 'twice') return transferAgain(books, crew)
  return false
}

/** The commands that had an effect although their callers got no answer. */
export async function storedUnanswered(sql: Sql, books: Books): Promise<string[]> {
  const ids = books.unanswered().map(({ commandId }) => commandId)
  const rows = await sql<{ id: string }[]>`
    select command_id as id from commands
    where command_id = any(${ids}::uuid[]) and refusal is null`
  return rows.map(({ id }) => id)
}

/** The classic mistake: without an answer, the same deposit is sent as a new command. */
async function retryWrongly(ids: readonly string[], books: Books, crew: Crew): Promise<boolean> {
  const deposits = ids.flatMap(id => books.sent.get(id) ?? [])
  const first = deposits.find(({ command }) => command.type === 'Deposit')
  if (!first) return false
  crew.send([{ ...first, commandId: randomUUID() }])
  await crew.rest()
  return true
}

/** The same mistake with a transfer that was answered. It has both sides twice, so no sum tells. */
export async function transferAgain(books: Books, crew: Crew): Promise<boolean> {
  const accepted = [...books.heard].filter(([, { outcome }]) => outcome === 'accepted')
  const transfers = accepted
    .flatMap(([id]) => books.sent.get(id) ?? [])
    .filter(({ command }) => command.type === 'Transfer')
  const again = transfers.slice(0, AGAIN).map(one => ({ ...one, commandId: randomUUID() }))
  crew.send(again)
  await crew.rest()
  return again.some(({ commandId }) => books.heard.get(commandId)?.outcome === 'accepted')
}

/** Some may be refused because the money has gone on. */
const AGAIN = 20

/** A duplicate of a stream's last event, as the store would never write it. */
async function insertTwin(sql: Sql): Promise<boolean> {
  await sql`alter table events disable trigger events_follow`
  const twins = await sql`
    insert into events (aggregate_id, event_id, occurred_at, created_at, frontier_at,
      event_version, schema_version, aggregate_type, event_type, event_data, metadata)
    select aggregate_id, gen_random_uuid(), occurred_at, created_at, frontier_at,
      event_version + 1, schema_version, aggregate_type, event_type, event_data, metadata
    from events e where event_version = (
      select max(event_version) from events l where l.aggregate_id = e.aggregate_id)
    and event_type = 'MoneyDeposited' limit 1
    returning aggregate_id, event_version`
  for (const { aggregate_id, event_version } of twins) {
    await sql`insert into outbox values (${aggregate_id}, ${event_version})`
  }
  await sql`alter table events enable trigger events_follow`
  return twins.length > 0
}
