import 'server-only'
import type { TableStyle } from './export-style'

/** Begins a file as UTF-8 for spreadsheets. */
const BYTE_ORDER_MARK = '\uFEFF'

/** The first row of a table: the names of its columns. */
export function csvHead(columns: readonly string[], style: TableStyle): string {
  return (style.mark ? BYTE_ORDER_MARK : '') + csvRow(columns, style)
}

/**
 * A row of CSV (RFC 4180), or of what a spreadsheet takes for it.
 * @param amounts the columns that get a decimal comma, by their places
 */
export function csvRow(
  cells: readonly (string | null)[],
  { separator, decimal }: TableStyle,
  amounts: readonly number[] = [],
): string {
  const written = cells.map((cell, column) =>
    amounts.includes(column) && isNumber(cell ?? '')
      ? quoted((cell ?? '').replace('.', decimal))
      : quoted(guarded(cell ?? '')),
  )
  return `${written.join(separator)}\r\n`
}

function isNumber(cell: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(cell)
}

/**
 * Where a spreadsheet may see the start of a cell, since separators vary by country, followed by a
 * formula: also after spaces, invisible characters, quotes and apostrophes.
 */
const RUN =
  /(?<=^|[,;\t|\v\f\r\n\u0085\u2028\u2029])(?=['\s\p{Cc}\p{Cf}"]*[=+\-@%|＝＋－＠﹦﹢﹣﹫−\t\r\n])/gu

/**
 * Prefixes an apostrophe to anything that a spreadsheet would run as a formula (OWASP, "CSV
 * injection"), at the start and after every separator. A plain negative decimal stays a number.
 * Existing apostrophes there get one more, so that removing one at each such place restores the
 * text.
 */
export function guarded(cell: string): string {
  return isNumber(cell) ? cell : cell.replaceAll(RUN, "'")
}

/**
 * Also quotes what is a separator elsewhere: programs that guess the separator weigh quoted ones less.
 */
function quoted(cell: string): string {
  return /[",;\t|\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
