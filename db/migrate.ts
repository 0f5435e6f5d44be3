import { pathToFileURL } from 'node:url'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { databaseUrl, openDb, openSql } from './connection'
import { grantRights } from './roles'

/** The folder of the committed migrations. */
const FOLDER = new URL('./migrations', import.meta.url)

/**
 * Brings the schema and the rights of the application's role up to date. Any number of processes may call it at once: a transaction that
 * holds an advisory lock lets them in one by one (and lets go when its process dies).
 */
export async function migrate(url: string): Promise<void> {
  const lock = openSql(url, { max: 1 })
  const db = openDb(url, { max: 1 })
  try {
    await lock.begin(async sql => {
      await sql`select pg_advisory_xact_lock(hashtext('daybook.migrations'))`
      await applyMigrations(db, { migrationsFolder: decodeURIComponent(FOLDER.pathname) })
      await grantRights(db.$client)
    })
  } finally {
    await Promise.all([lock.end(), db.$client.end()])
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await migrate(databaseUrl())
