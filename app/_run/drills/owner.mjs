import { openDatabase } from '../../../db/embedded/cluster.mjs'

/**
 * The owner's connection to the database of a bank that a drill runs, beside the bank.
 * @param {string} data the bank's folder
 */
export async function openOwner(data) {
  // A drilled bank has a database of its own.
  delete process.env.DATABASE_URL
  const { default: postgres } = await import('postgres')
  const database = await openDatabase({ data })
  const { pathname, searchParams } = new URL(database.url)
  const sql = postgres({
    path: `${searchParams.get('host')}/.s.PGSQL.5432`,
    database: pathname.slice(1),
    username: searchParams.get('user') ?? '',
    password: searchParams.get('password') ?? '',
    max: 1,
  })
  return {
    sql,
    async close() {
      await sql.end({ timeout: 5 })
      await database.close()
    },
  }
}
