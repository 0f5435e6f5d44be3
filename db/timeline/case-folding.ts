import type { Sql } from '../connection'

/** Collations that fold the case of every script; the first that the server has is used. */
const COLLATIONS = ['pg_c_utf8', 'und-x-icu'] as const

const known = new WeakMap<Sql, Promise<string | null>>()

/**
 * The collation in which `lower(…)` folds the case of every script; null when the server has none,
 * and its own locale is used, which may know the case of English letters only.
 */
export function foldingOf(sql: Sql): Promise<string | null> {
  const found = known.get(sql) ?? findCollation(sql)
  known.set(sql, found)
  found.catch(() => known.delete(sql))
  return found
}

async function findCollation(sql: Sql): Promise<string | null> {
  const rows = await sql<{ collname: string }[]>`
    select collname from pg_collation where collname = any(${[...COLLATIONS]})`
  const names = rows.map(row => row.collname)
  return COLLATIONS.find(name => names.includes(name)) ?? null
}
