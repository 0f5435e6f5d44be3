import { openSql, type Sql } from '@/db/connection'

/** Another database of the same server; accepts both forms of a database URL. */
export function urlOfDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** Does one task on the server and closes the connection. */
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
