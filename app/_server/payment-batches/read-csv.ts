import 'server-only'
import { CsvError, parse } from 'csv-parse/sync'
import { ROWS_MAX } from '@/domain/payment-batch/decisions'
import { type FileRow, noFile, quoted, type ReadFile, tooManyRows } from './file-rows'

/** The columns by their names in the first line, in any order; the last three may be missing. */
const REQUIRED = ['account', 'amount'] as const
const OPTIONAL = ['currency', 'date', 'reference'] as const
type Column = (typeof REQUIRED | typeof OPTIONAL)[number]

const DELIMITERS = [',', ';', '\t'] as const
const RECORD_LENGTH_MAX = 10_000
const EXPECTED =
  'The first line must name the columns account and amount, and perhaps currency, date and reference.'

type Record = { readonly info: { readonly lines: number }; readonly record: readonly string[] }

/**
 * Reads payments from comma-, semicolon- or tab-separated values (RFC 4180) whose first line names the
 * columns. Never throws, whatever the text is.
 */
export function readCsv(text: string): ReadFile {
  if (text.trim() === '') return noFile('The file is empty.')
  const records = recordsIn(text)
  if (typeof records === 'string') return noFile(records)
  const [head, ...rest] = records
  const columns = columnsOf(head?.record ?? [])
  if (typeof columns === 'string') return noFile(columns)
  if (rest.length > ROWS_MAX) return tooManyRows()
  const unread: { line: number; sentence: string }[] = []
  const rows: FileRow[] = []
  const width = head?.record.length ?? 0
  let line = (head?.info.lines ?? 1) + 1
  for (const { record, info } of rest) {
    if (record.length === width) rows.push(rowOf(line, record, columns))
    else {
      const sentence = `Expected ${width} columns; found ${record.length}.`
      unread.push({ line, sentence })
    }
    line = info.lines + 1
  }
  return { ok: true, rows, unread, from: null }
}

/** The records with the lines where they end; or why the text has none. */
function recordsIn(text: string): Record[] | string {
  const [first = ''] = text.split(/\r?\n/, 1)
  const bare = first.replaceAll(/"[^"]*"/g, '')
  const counts = DELIMITERS.map(one => bare.split(one).length)
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
  try {
    return parse(text, {
      delimiter,
      info: true,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: RECORD_LENGTH_MAX,
      to: ROWS_MAX + 2,
    }) as unknown as Record[] // as `info` makes them
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? ` in or before line ${error.lines}` : ''
    return `The file can’t be read${line}: check its quotes and the lengths of its lines.`
  }
}

/** The place of each column; or what is wrong with the first line. */
function columnsOf(head: readonly string[]): ReadonlyMap<Column, number> | string {
  const columns = new Map<Column, number>()
  for (const [at, written] of head.entries()) {
    const name = written.trim().toLowerCase()
    const column = [...REQUIRED, ...OPTIONAL].find(one => one === name)
    if (!column) return `There is a column ${quoted(written.trim())} that is not known. ${EXPECTED}`
    if (columns.has(column)) return `There are two columns ${quoted(name)}. ${EXPECTED}`
    columns.set(column, at)
  }
  const missing = REQUIRED.find(one => !columns.has(one))
  return missing ? `There is no column ${quoted(missing)}. ${EXPECTED}` : columns
}

function rowOf(
  line: number,
  record: readonly string[],
  columns: ReadonlyMap<Column, number>,
): FileRow {
  const of = (column: Column) => record[columns.get(column) ?? -1]?.trim() ?? ''
  return {
    line,
    number: of('account'),
    amount: of('amount'),
    currency: of('currency') || null,
    date: of('date') || null,
    reference: of('reference') || null,
  }
}
