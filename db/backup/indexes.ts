import type { Transaction } from '../connection'

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
