import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { openSql, type Sql } from '../connection'
import { freshDatabase } from '../testing/database'
import type { Difference } from './comparison'
import { type ImportRequest, importFile, type Progress } from './import-file'
import { describeFault } from './row-rules'
import { COLUMNS, DEMO_BOOK } from './statement'

/** The committed extract: 500 rows of seven accounts. */
export const EXTRACT = fileURLToPath(new URL('../demo/berka-extract.csv', import.meta.url))

/** A migrated database for the running test, dropped when it ends. */
export async function openBook(): Promise<{ url: string; sql: Sql }> {
  const book = await openSharedBook()
  onTestFinished(book.close)
  return book
}

/** One for tests that record nothing; `close` it after the last of them. */
export async function openSharedBook() {
  const { url, drop } = await freshDatabase()
  const sql = openSql(url)
  const close = async () => {
    await sql.end()
    await drop()
  }
  return { url, sql, close }
}

/** A file with these bytes, for the running test. */
export async function fileOf(content: string | Uint8Array, name = 'statement.csv') {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-import-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

/** The text of a file with the header and these lines. */
export function statementOf(...lines: readonly string[]): string {
  return [COLUMNS.join(','), ...lines, ''].join('\n')
}

/** Rows of alternating accounts, with correct balances. */
export function statementOfMany(rows: number, accounts: number): string {
  const balances = new Map<number, number>()
  const lines = Array.from({ length: rows }, (_, index) => {
    const account = index % accounts
    const day = new Date(Date.UTC(2001, 0, 1 + Math.floor((index / rows) * 1000)))
    const isCredit = index % 3 !== 0
    const balance = (balances.get(account) ?? 0) + (isCredit ? 7 : -3)
    balances.set(account, balance)
    const amounts = `${isCredit ? 'credit,7' : 'debit,3'},${balance}`
    return `${account},${day.toISOString().slice(0, 10)},${amounts},cash,,,,${index}`
  })
  return statementOf(...lines)
}

/** Imports a file as the demo's source, and collects what the listener gets. */
export async function runImport(
  url: string,
  file: string,
  asked: Omit<ImportRequest, 'url' | 'file' | 'listener'> = {},
  onProgress: (progress: Progress) => void = () => {},
) {
  const faults: string[] = []
  const conflicts: string[] = []
  const differences: Difference[] = []
  const result = await importFile({
    ...DEMO_BOOK,
    ...asked,
    url,
    file,
    listener: {
      onProgress,
      onFault: fault => faults.push(describeFault(fault)),
      onConflict: fault => conflicts.push(describeFault(fault)),
      onDifference: difference => differences.push(difference),
    },
  })
  return { result, faults, conflicts, differences }
}

/** The log of each account, without the ids and times that differ between imports. */
export async function contentOf(sql: Sql) {
  const rows = await sql<{ aggregate_id: string; events: string; digest: string }[]>`
    select aggregate_id, count(*) as events,
      md5(string_agg(concat_ws('|', event_version, event_type, event_data, occurred_at,
        frontier_at, metadata->>'commandId'), ';' order by event_version)) as digest
    from events group by aggregate_id order by aggregate_id`
  return [...rows]
}

/** The number of events in the log. */
export async function countEvents(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: string }[]>`select count(*) from events`
  return Number(row?.count)
}
