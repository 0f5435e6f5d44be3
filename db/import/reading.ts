import { readCsv } from './csv-reader'
import { type Fault, type RowRules, readRow } from './row-rules'
import { COLUMNS, type StatementRow } from './statement'

/** The rows of a piece of a file. */
export type Read = {
  readonly rows: readonly StatementRow[]
  /** The faults of each malformed row. */
  readonly malformed: readonly (readonly Fault[])[]
}

/** Parses the text of a file as rows. Its first record is the header (header.ts). */
export async function* readStatement(
  pieces: AsyncIterable<string>,
  rules: RowRules,
): AsyncGenerator<Read> {
  let hasHeader = false
  for await (const items of readCsv(pieces)) {
    const rows: StatementRow[] = []
    const malformed: (readonly Fault[])[] = []
    for (const item of items) {
      if (!hasHeader) {
        hasHeader = true
      } else if (item.ok) {
        const row = readRow(item.line, item.fields, rules)
        if ('line' in row) rows.push(row)
        else malformed.push(row)
      } else {
        const { line, field, sentence } = item
        malformed.push([{ line, column: COLUMNS[field - 1] ?? null, sentence }])
      }
    }
    yield { rows, malformed }
  }
}
