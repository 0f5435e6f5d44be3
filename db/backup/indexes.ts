import type { Sql, Transaction } from '../connection'

/**
 * Takes the indexes and primary keys off tables while they are filled: building them at the end
 * takes a fraction of the time of keeping them.
 * @returns builds them again, as they were
 */
export async function takeIndexes(
  tx: Transaction,
  tables: readonly string[],
): Promise<() => Promise<void>> {
  const rows = await tx<{ table: string; name: string; index: string; key: string | null }[]>`
    select i.indrelid::regclass::text as table, quote_ident(r.relname) as name,
      pg_get_indexdef(i.indexrelid) as index, pg_get_constraintdef(c.oid) as key
    from pg_index i join pg_class r on r.oid = i.indexrelid
    left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
    where i.indrelid = any(${tables.map(name => `public.${name}`)}::regclass[])
    order by 1, c.oid is null, 2`
  for (const { table, name, key } of rows) {
    await tx.unsafe(
      key === null ? `drop index public.${name}` : `alter table ${table} drop constraint ${name}`,
    )
  }
  return async () => {
    for (const { table, name, index, key } of rows) {
      await tx.unsafe(key === null ? index : `alter table ${table} add constraint ${name} ${key}`)
    }
  }
}

/**
 * Drops the indexes of a table that are no keys: those that questions need, and filling doesn't.
 * @returns their definitions, for `buildMissing`
 */
export async function dropQueryIndexes(tx: Transaction, table: string): Promise<string[]> {
  const rows = await tx<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid = ${`public.${table}`}::regclass and not indisunique order by 1`
  for (const { name } of rows) await tx.unsafe(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

/** Builds those of some indexes that are not there, one after the other. */
export async function buildMissing(sql: Sql, definitions: readonly string[]): Promise<void> {
  for (const definition of definitions) {
    await sql.begin(async tx => {
      await tx`set local maintenance_work_mem = '128MB'`
      await tx.unsafe(definition.replace(/^CREATE INDEX/, 'create index if not exists'))
    })
  }
}
