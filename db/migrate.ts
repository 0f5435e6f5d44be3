import { pathToFileURL } from 'node:url'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { databaseUrl, openSql, type Sql } from './connection'
import { openDb } from './query'
import { createLogins, grantRights } from './roles'
import { isOutage } from './trouble/failures'

const FOLDER = new URL('./migrations', import.meta.url)

/**
 * Brings the schema, the logins and their rights up to date. Any number of processes may call it at
 * once: each runs in a transaction with an advisory lock, which ends with its process.
 * @param url the database, as its owner logs in
 */
export async function migrate(url: string): Promise<void> {
  const lock = openSql(url, { max: 1 })
  const db = openDb(url, { max: 1 })
  try {
    await requireVersion(lock)
    await lock.begin(async sql => {
      await sql`select pg_advisory_xact_lock(hashtext('daybook.migrations'))`
      await applyMigrations(db, { migrationsFolder: decodeURIComponent(FOLDER.pathname) })
      await createLogins(db.$client, url)
      await grantRights(db.$client)
    })
  } finally {
    await Promise.all([lock.end(), db.$client.end()])
  }
}

/** The oldest supported PostgreSQL, as `server_version_num`. */
const VERSION_MIN = 150_000

async function requireVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ number: number; version: string }[]>`
    select current_setting('server_version_num')::int as number,
      current_setting('server_version') as version`
  if (row && row.number >= VERSION_MIN) return
  throw new Error(`Daybook needs PostgreSQL 15 or newer; this server is ${row?.version}.`)
}

/** Why a database can't be used, as a sentence for the user; null for our own bugs. */
function sentenceOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ERR_INVALID_URL' || error instanceof TypeError) {
    return 'DATABASE_URL is no address of a PostgreSQL, such as postgres://user:password@host/name.'
  }
  if (isOutage(error) || ['ENOTFOUND', 'EAI_AGAIN', '3D000'].includes(code) || /^28/.test(code)) {
    return `The database that DATABASE_URL names can’t be used: ${error.message || code}.`
  }
  return code === '' ? error.message : null
}

async function main(): Promise<void> {
  try {
    await migrate(databaseUrl())
  } catch (error) {
    const sentence = sentenceOf(error)
    if (sentence === null) throw error
    console.error(sentence)
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
