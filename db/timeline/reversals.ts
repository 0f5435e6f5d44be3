import type { Sql } from '../connection'

/** An entry by its stream and version. */
export type EntryKey = { readonly aggregateId: string; readonly version: number }

/** The key as text, for maps. */
export function keyOfEntry({ aggregateId, version }: EntryKey): string {
  return `${aggregateId}.${version}`
}

/** The versions of the entries that reversed some of `entries`, by the key of the reversed one. */
export async function readReversals(
  sql: Sql,
  entries: readonly EntryKey[],
): Promise<ReadonlyMap<string, number>> {
  if (entries.length === 0) return new Map()
  // Plain SQL: Drizzle has no unnest(); the condition is that of a partial index on an expression.
  const rows = await sql<{ id: string; entry: number; version: number }[]>`
    select asked.id, asked.entry, reversal.version
    from unnest(${entries.map(one => one.aggregateId)}::uuid[],
      ${entries.map(one => one.version)}::int[]) as asked (id, entry)
    cross join lateral (
      select event_version as version from log
      where aggregate_id = asked.id and event_data -> 'reverses' = to_jsonb(asked.entry)
      limit 1) as reversal`
  return new Map(
    rows.map(({ id, entry, version }) => [
      keyOfEntry({ aggregateId: id, version: entry }),
      version,
    ]),
  )
}
