import type { Sql } from '../connection'

/** A statement, its parameters replaced by `$1`, and how long it takes. */
export type SlowStatement = {
  readonly text: string
  readonly calls: number
  readonly meanMs: number
  readonly maxMs: number
}

/**
 * The statements that took the most time in all, by `pg_stat_statements`; null where that isn't
 * installed, or this login may not read it.
 */
export async function readSlowStatements(sql: Sql, limit: number): Promise<SlowStatement[] | null> {
  const [there] = await sql<{ schema: string | null }[]>`
    select (select quote_ident(n.nspname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = 'pg_stat_statements' and has_table_privilege(c.oid, 'select') limit 1) as schema`
  if (!there?.schema) return null
  const rows = await sql
    .unsafe<{ query: string; calls: string; mean: number; max: number }[]>(
      `select query, calls, mean_exec_time as mean, max_exec_time as max
       from ${there.schema}.pg_stat_statements
       where dbid = (select oid from pg_database where datname = current_database())
         and query not like '<%'
       order by total_exec_time desc limit $1`,
      [limit],
    )
    // Installed as an extension, but not loaded by the server.
    .catch(() => null)
  return (
    rows?.map(({ query, calls, mean, max }) => ({
      ...{ text: query, calls: Number(calls), meanMs: mean, maxMs: max },
    })) ?? null
  )
}
