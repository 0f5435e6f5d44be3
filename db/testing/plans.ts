import { openSql, type Sql } from '../connection'

/**
 * The plans of the statements that `read` sends, when PostgreSQL uses an index wherever one serves,
 * as it does on a large table.
 */
export async function plansOf(url: string, read: (sql: Sql) => Promise<unknown>) {
  const sent: { text: string; values: unknown[] }[] = []
  const debug = (_: number, text: string, values: unknown[]) => {
    // The driver's own query, and the question for years in cold storage, of which there are few.
    if (!/^\s*select b\.oid|from archive_years/.test(text)) sent.push({ text, values })
  }
  const recording = openSql(url, { debug, max: 1 })
  await read(recording).finally(() => recording.end())
  const sql = openSql(url, { max: 1 })
  for (const node of ['seqscan', 'bitmapscan', 'sort']) await sql.unsafe(`set enable_${node} = off`)
  const plans: string[] = []
  for (const { text, values } of sent) {
    const rows = await sql.unsafe(`explain ${text}`, values as never[])
    plans.push(rows.map(row => row['QUERY PLAN']).join('\n'))
  }
  await sql.end()
  return plans
}
