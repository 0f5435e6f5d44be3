import { sql as fragment, lt } from 'drizzle-orm'
import type { Sql } from '../connection'
import { sizeSamples } from '../operations-schema'
import { drizzleOn } from '../query'

/** A table with its indexes, or (`''`) the whole database. */
export type TableSize = {
  readonly name: string
  readonly bytes: number
  /** Rows, as PostgreSQL estimates them; null when it doesn't know yet, or for the whole. */
  readonly rows: number | null
  /** Growth in bytes a day, from the samples of the last week; null without an older one. */
  readonly growth: number | null
}

const KEPT_DAYS = 40

/** The whole database first, then its tables, the largest first. */
export async function readSizes(sql: Sql, limit: number): Promise<TableSize[]> {
  // Plain SQL: catalogue functions.
  const rows = await sql<
    { name: string; bytes: string; rows: string | null; growth: string | null }[]
  >`
    with now_sizes as (
      select '' as name, pg_database_size(current_database()) as bytes, null::bigint as rows
      union all
      select relname::text, pg_total_relation_size(c.oid),
        case when reltuples < 0 then null else reltuples::bigint end
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p')
    ), before as (
      select distinct on (name) name, at, bytes from size_samples
      where at > now() - interval '7 days' order by name, at
    )
    select s.name, s.bytes, s.rows,
      case when b.at < now() - interval '1 hour' then
        ((s.bytes - b.bytes) / extract(epoch from now() - b.at) * 86400)::bigint end as growth
    from now_sizes s left join before b on b.name = s.name
    order by s.name <> '', s.bytes desc, s.name limit ${limit}`
  return rows.map(row => ({
    name: row.name,
    bytes: Number(row.bytes),
    rows: row.rows === null ? null : Number(row.rows),
    growth: row.growth === null ? null : Number(row.growth),
  }))
}

/** Keeps today's sizes, once an hour, and forgets old ones. */
export async function sampleSizes(sql: Sql): Promise<void> {
  const [recent] = await drizzleOn(sql)
    .select({ at: sizeSamples.at })
    .from(sizeSamples)
    .where(fragment`${sizeSamples.at} > now() - interval '1 hour'`)
    .limit(1)
  if (recent) return
  const sizes = await readSizes(sql, 500)
  await drizzleOn(sql)
    .insert(sizeSamples)
    .values(sizes.map(({ name, bytes }) => ({ name, bytes, at: fragment`now()` })))
    .onConflictDoNothing()
  await drizzleOn(sql)
    .delete(sizeSamples)
    .where(lt(sizeSamples.at, fragment`now() - ${KEPT_DAYS} * interval '1 day'`))
}
