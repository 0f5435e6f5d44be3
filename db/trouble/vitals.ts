import type { Sql, Transaction } from '../connection'
import journal from '../migrations/meta/_journal.json' with { type: 'json' }

/** What a server says of itself. */
export type Pulse = { readonly isReadOnly: boolean }

/** Asks the server itself; no table is read, so no lock can block it. */
export async function readPulse(sql: Sql): Promise<Pulse> {
  const [row] = await sql<{ is_read_only: boolean }[]>`
    select current_setting('transaction_read_only') = 'on' as is_read_only`
  if (!row) throw new Error('The server said nothing')
  return { isReadOnly: row.is_read_only }
}

/**
 * Reads a row of each table that most requests need.
 * @throws with 55P03 if one of them is locked
 */
export async function touchTables(sql: Sql): Promise<void> {
  await sql`
    select (select 1 from events limit 1), (select 1 from commands limit 1),
      (select 1 from accounts limit 1), (select 1 from auth_users limit 1),
      (select 1 from auth_sessions limit 1)`
}

/** When the newest migration of this program was written; drizzle-kit's clock orders them. */
const NEWEST = Math.max(...journal.entries.map(({ when }) => when))

/**
 * Whether the database has every migration of this program. It may have more: a newer program runs
 * beside this one during an upgrade.
 */
export async function hasMigrations(sql: Sql): Promise<boolean> {
  return (await newestIn(sql)) >= NEWEST
}

/** Whether a newer program than this one has migrated the database. */
export async function isAhead(sql: Sql | Transaction): Promise<boolean> {
  return (await newestIn(sql)) > NEWEST
}

async function newestIn(sql: Sql | Transaction): Promise<number> {
  const [row] = await sql<{ newest: string | null }[]>`
    select max(created_at)::text as newest from drizzle.__drizzle_migrations`
  return Number(row?.newest)
}
