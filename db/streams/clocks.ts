import type { Sql } from '../connection'

/** What the database's clock says, and the newest recording time in the log; in epoch milliseconds. */
export type Clocks = { readonly databaseMs: number; readonly newestMs: number | null }

/** Reads both clocks. The newest event is the end of an index; archived ones are older. */
export async function readClocks(sql: Sql): Promise<Clocks> {
  const [row] = await sql<{ now: Date; newest: Date | null }[]>`
    select clock_timestamp() as now,
      (select created_at from events order by created_at desc limit 1) as newest`
  if (!row) throw new Error('The database told no time')
  return { databaseMs: row.now.getTime(), newestMs: row.newest?.getTime() ?? null }
}
