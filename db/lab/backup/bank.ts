import { randomBytes } from 'node:crypto'
import { openSql, type Sql } from '../../connection'
import { findServers } from '../../embedded/binaries.mjs'
import { openThrowAway } from '../../embedded/throw-away.mjs'
import { sequence } from '../../feed/sequencer'
import { migrate } from '../../migrate'
import { foldLog } from '../../projections/fold'
import { onServer, urlOfDatabase } from '../../testing/server-url'
import { writeHistory } from '../bench/history'

/** PostgreSQL for a drill, as durable as a real one. */
export type DrillServer = { readonly name: string; readonly url: string; close(): Promise<unknown> }

/** The embedded server, or the newest other one of the machine; null without one. */
export async function openDrillServer(which: 'embedded' | 'system'): Promise<DrillServer | null> {
  const found = findServers().find(({ binDir }) => (binDir === null) === (which === 'embedded'))
  if (!found) return null
  const { url, close } = await openThrowAway({ binDir: found.binDir, fsync: true })
  return { name: `PostgreSQL ${found.major} (${which})`, url, close }
}

/** A new, migrated database. */
export async function newDatabase(server: DrillServer): Promise<string> {
  const name = `daybook_drill_${randomBytes(4).toString('hex')}`
  await onServer(server.url, sql => sql`create database ${sql(name)}`)
  const url = urlOfDatabase(server.url, name)
  await migrate(url)
  return url
}

export async function withSql<Result>(url: string, work: (sql: Sql) => Promise<Result>) {
  const sql = openSql(url, { max: 6 })
  return work(sql).finally(() => sql.end())
}

const EVENTS_EACH = 200

/** Accounts of 200 events each, with the answers to their commands, and places in the feed. */
export async function fill(url: string, events: number): Promise<void> {
  await withSql(url, async sql => {
    for (let n = 0; n < events / EVENTS_EACH; n++) await writeHistory(sql, EVENTS_EACH)
    await sql`
      insert into commands (command_id, aggregate_id, first_version, last_version, fingerprint)
      select (metadata ->> 'commandId')::uuid, aggregate_id, event_version, event_version,
        decode(left(replace(event_id::text, '-', ''), 16), 'hex') from events`
    await sql`insert into outbox select aggregate_id, event_version from events`
    while (await sequence(sql));
    await sql`vacuum analyze`
  })
}

/** Folding the whole log, as the bench's `replay` does: events a second. */
export async function replayRate(url: string): Promise<number> {
  return withSql(url, async sql => {
    let count = 0
    const start = performance.now()
    await foldLog(
      sql,
      () => {},
      () => void count++,
    )
    return count / ((performance.now() - start) / 1000)
  })
}

/** Every account with its version and balance. */
export async function balancesOf(url: string): Promise<Map<string, string>> {
  return withSql(url, async sql => {
    const rows = await sql<{ id: string; text: string }[]>`
      select aggregate_id as id, version || ' ' || currency || ' ' || balance as text from accounts`
    return new Map(rows.map(({ id, text }) => [id, text]))
  })
}
