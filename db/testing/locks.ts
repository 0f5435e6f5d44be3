import type { Sql } from '../connection'

/** Resolves when some transaction of this database waits for another. */
export async function waitForBlocked(sql: Sql): Promise<void> {
  for (;;) {
    const waiting = await sql`
      select from pg_locks join pg_stat_activity using (pid)
      where not granted and locktype = 'transactionid' and datname = current_database()`
    if (waiting.length > 0) return
  }
}
