import { readCsv } from './csv-reader'
import { describeFault, type Fault, faultInHeader, readRow } from './row-rules'
import { UnreadableFile } from './source'
import { COLUMNS, type StatementRow } from './statement'

/** What a piece of a file holds. */
export type Read = {
  readonly rows: readonly StatementRow[]
  /** Of each malformed row, what is wrong with it. */
  readonly malformed: readonly (readonly Fault[])[]
}

/**
 * Reads the text of a file as rows of the book. `today` is the last day that can have happened.
 * @throws UnreadableFile when the first line isn't the header of this format
 */
export async function* readStatement(
  pieces: AsyncIterable<string>,
  today: string,
): AsyncGenerator<Read> {
  let hasHeader = false
  for await (const items of readCsv(pieces)) {
    const rows: StatementRow[] = []
    const malformed: (readonly Fault[])[] = []
    for (const item of items) {
      if (!hasHeader) {
        checkHeader(item.line, item.ok ? item.fields : [])
        hasHeader = true
      } else if (item.ok) {
        const row = readRow(item.line, item.fields, today)
        if ('line' in row) rows.push(row)
        else malformed.push(row)
      } else {
        const { line, field, sentence } = item
        malformed.push([{ line, column: COLUMNS[field - 1] ?? null, sentence }])
      }
    }
    yield { rows, malformed }
  }
  if (!hasHeader) throw new UnreadableFile(`The file is empty. ${EXPECTED}`)
}

const EXPECTED = `Expected a first line with these columns: ${COLUMNS.join(',')}`

function checkHeader(line: number, fields: readonly string[]): void {
  const fault = faultInHeader(line, fields)
  if (!fault) return
  const found = describeFault(fault)
  throw new UnreadableFile(`The file is not in the format of this import. ${found} ${EXPECTED}`)
}
