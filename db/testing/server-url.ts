import { openSql, type Sql } from '@/db/connection'

/** The same server, another database: understands both forms of a database URL. */
export function urlOfDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** Runs one piece of work on the server and closes the connection again. */
export async function onServer(
  url: string,
  work: (sql: Sql) => PromiseLike<unknown>,
): Promise<void> {
  const sql = openSql(url, { max: 1 })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}
