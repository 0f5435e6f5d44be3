import type { Transaction } from '../connection'
import { readLines } from './files'
import type { Found } from './find'
import { BackupFault } from './manifest'
import { columnsOf } from './table-files'
import { SOURCES, type Source } from './tables'

/** How many rows are inserted together. */
const ROWS_MAX = 1_000

/** Fills the tables beside the log with the rows of a backup. */
export async function loadTables(tx: Transaction, found: Found): Promise<void> {
  for (const source of SOURCES) if (source.name !== 'epochs') await loadTable(tx, found, source)
}

/**
 * Columns that the backup doesn't have get their defaults, so that a newer Daybook restores what an
 * older one has saved.
 */
export async function loadTable(
  tx: Transaction,
  { folder, manifest }: Found,
  { name, table }: Pick<Source, 'name' | 'table'>,
): Promise<void> {
  const kept = manifest.tables[name]
  if (!kept) return
  const known = await columnsOf(tx, table)
  const unknown = kept.columns.find(column => !known.includes(column))
  if (unknown !== undefined) {
    throw new BackupFault(
      `The backup has a column ${table}.${unknown} that this Daybook doesn’t have.`,
    )
  }
  const columns = kept.columns.map(column => `"${column}"`).join(', ')
  for (const file of kept.files) {
    for await (const lines of readLines(folder, file)) {
      for (let at = 0; at < lines.length; at += ROWS_MAX) {
        await tx.unsafe(
          `insert into ${table} (${columns})
           select ${columns} from json_populate_recordset(null::${table}, $1::text::json)
           ${table === 'known_units' ? 'on conflict do nothing' : ''}`,
          [`[${lines.slice(at, at + ROWS_MAX).join(',')}]`],
        )
      }
    }
  }
}

/** Rows by the time of their making, in the order in which they are removed. */
const MADE_AT = {
  commands: 'created_at',
  access_log: 'at',
  api_tokens: 'created_at',
  join_links: 'created_at',
  auth_passkeys: 'created_at',
  auth_users: 'created_at',
} as const

/**
 * Removes what was made after the moment up to which the log is restored: refusals, people who came
 * later with all that is theirs, their tokens. What was changed since stays as it is in the backup.
 */
export async function removeLater(tx: Transaction, until: Date): Promise<void> {
  for (const [table, column] of Object.entries(MADE_AT)) {
    await tx.unsafe(`delete from ${table} where ${column} > $1`, [until])
  }
  // Answers that changed nothing, given to a version of the stream that is no more.
  await tx`
    delete from commands c where last_version < first_version and last_version > (
      select coalesce(max(event_version), 0) from events e where e.aggregate_id = c.aggregate_id)`
}
