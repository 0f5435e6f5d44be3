import type { Transaction } from '../connection'
import { storeLines } from './files'
import type { TableFiles } from './manifest'
import { AS_LINES } from './segments'
import { SOURCES, type Source } from './tables'

type Files = TableFiles['files']

/**
 * Writes what a backup has of the tables beside the log. Files are named by their content, so that
 * what has not changed since takes no more room.
 * @param tx the snapshot that the backup shows
 * @param before what the backup before has
 */
export async function storeTables(
  tx: Transaction,
  folder: string,
  before: Readonly<Record<string, TableFiles>>,
): Promise<Record<string, TableFiles>> {
  const tables: Record<string, TableFiles> = {}
  for (const source of SOURCES) {
    const columns = await columnsOf(tx, source.table)
    const files = source.at
      ? await storeDays(tx, folder, { ...source, at: source.at }, before[source.name]?.files ?? [])
      : [await storeRows(tx, folder, source, null)]
    tables[source.name] = { columns, files }
  }
  return tables
}

/** The names of a table's columns. */
export async function columnsOf(tx: Transaction, table: string): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped
    order by attnum`
  return rows.map(({ name }) => name)
}

/** Rows never change, so a day that has as many as before has the same. */
async function storeDays(
  tx: Transaction,
  folder: string,
  source: Source & { readonly at: string },
  before: Files,
): Promise<Files> {
  const day = `(${source.at} at time zone 'UTC')::date`
  const days = await tx.unsafe<{ day: string; rows: number }[]>(
    `select ${day}::text as day, count(*)::int as rows from ${source.table}
     where ${source.where ?? 'true'} group by 1 order by 1`,
  )
  const files: Files = []
  for (const { day, rows } of days) {
    const same = before.find(file => file.day === day && file.lines === rows)
    files.push(same ?? { ...(await storeRows(tx, folder, source, day)), day })
  }
  return files
}

async function storeRows(tx: Transaction, folder: string, source: Source, day: string | null) {
  const { name, table, at, where = 'true' } = source
  // The day comes from the database; both bounds are of the index.
  const ofDay =
    day === null
      ? ''
      : `and ${at} >= '${day}T00:00:00Z' and ${at} < '${day}T00:00:00Z'::timestamptz + interval '1 day'`
  const key = await keyOf(tx, table)
  const lines = await tx
    .unsafe(
      `copy (select to_json(t) from ${table} t where ${where} ${ofDay} order by ${key})
       to stdout ${AS_LINES}`,
    )
    .readable()
  const middle = day === null ? '' : `-${day}`
  return storeLines(
    folder,
    lines,
    sha256 => `tables/${name}${middle}-${sha256.slice(0, 16)}.jsonl.gz`,
  )
}

/** The columns of the primary key: the same rows make the same file. */
async function keyOf(tx: Transaction, table: string): Promise<string> {
  const [row] = await tx<{ key: string }[]>`
    select string_agg(quote_ident(attname), ', ' order by place) as key
    from pg_index join unnest(indkey) with ordinality as k (number, place) on true
    join pg_attribute on attrelid = indrelid and attnum = k.number
    where indrelid = ${`public.${table}`}::regclass and indisprimary`
  return row?.key ?? '1'
}
