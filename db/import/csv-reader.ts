/** The longest record, in UTF-16 code units; longer ones are faults. */
export const RECORD_LENGTH_MAX = 10_000

/** A record of the file, or the fault of the text in its place. */
export type CsvItem =
  | { readonly ok: true; readonly line: number; readonly fields: readonly string[] }
  | {
      readonly ok: false
      readonly line: number
      /** The field of the record, from 1. */
      readonly field: number
      /** What was expected and what was found, for the report. */
      readonly sentence: string
    }

/**
 * Reads comma-separated values (RFC 4180) from text in pieces, cut anywhere. Lines end in LF or
 * CRLF, the last one may have no end, blank lines are skipped. After a fault reading continues at
 * the next line, so one stray quote costs one line. Memory is bounded by a piece and a record,
 * whatever the file contains.
 */
export async function* readCsv(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<readonly CsvItem[]> {
  const reader = createReader()
  for await (const piece of pieces) yield reader.read(piece, false)
  yield reader.read('', true)
}

/** The reader's state between two pieces. */
function createReader(): { read(piece: string, last: boolean): CsvItem[] } {
  let rest = ''
  let line = 1
  let insideLongLine = false

  return {
    read(piece, last) {
      const items: CsvItem[] = []
      const text = rest + piece
      let at = 0
      while (at < text.length) {
        if (insideLongLine) {
          const end = text.indexOf('\n', at)
          at = end < 0 ? text.length : end + 1
          if (end < 0) break
          insideLongLine = false
          line += 1
          continue
        }
        const found = recordAt(text, at, last)
        if (found === 'more') break
        if ('sentence' in found) {
          items.push({ ok: false, line, ...found })
          insideLongLine = true // skips to the end of this line
          continue
        }
        if (found.fields.length > 1 || found.fields[0] !== '') {
          items.push({ ok: true, line, fields: found.fields })
        }
        line += linesIn(text, at, found.next)
        at = found.next
      }
      rest = text.slice(at)
      return items
    },
  }
}

const most = RECORD_LENGTH_MAX.toLocaleString('en')
const UNCLOSED_QUOTE = `expected a closing quote within ${most} characters; found none`
const TEXT_BEHIND_QUOTE = 'expected a comma or the end of the line behind the closing quote'
const STRAY_QUOTE = 'expected no quote inside an unquoted field'
const TOO_LONG = `expected the line to end within ${most} characters; it is longer`

type Found =
  | { readonly fields: readonly string[]; readonly next: number }
  | { readonly field: number; readonly sentence: string }
  | 'more'

/** The record that starts at `start`; `more` if it depends on text still to come. */
function recordAt(text: string, start: number, last: boolean): Found {
  const limit = start + RECORD_LENGTH_MAX
  const newline = text.indexOf('\n', start)
  const end = newline < 0 ? text.length : newline
  const line = text.slice(start, Math.min(end, limit + 1))
  if (line.includes('"')) return quotedRecordAt(text, start, last)
  if (end > limit) return { field: line.split(',').length, sentence: TOO_LONG }
  if (newline < 0 && !last) return 'more'
  return { fields: line.replace(/\r$/, '').split(','), next: end + 1 }
}

/** The same for a record with quotes: field by field, across line ends. */
function quotedRecordAt(text: string, start: number, last: boolean): Found {
  const fields: string[] = []
  const limit = start + RECORD_LENGTH_MAX
  const complete = last || text.length > limit + 1
  let at = start
  for (;;) {
    const field = fields.length + 1
    const value = text[at] === '"' ? quotedFieldAt(text, at) : plainFieldAt(text, at)
    if (value === null || value.end > limit) {
      if (!complete) return 'more'
      return { field, sentence: text[at] === '"' ? UNCLOSED_QUOTE : TOO_LONG }
    }
    // The text after the field decides, and a CR counts only with the character after it.
    if (value.end + 2 > text.length && !complete) return 'more'
    fields.push(value.text)
    const behind = text.slice(value.end, value.end + 2)
    if (behind === '' || behind === '\r') return { fields, next: value.end + behind.length }
    if (behind.startsWith('\n')) return { fields, next: value.end + 1 }
    if (behind === '\r\n') return { fields, next: value.end + 2 }
    if (!behind.startsWith(',')) {
      return { field, sentence: text[at] === '"' ? TEXT_BEHIND_QUOTE : STRAY_QUOTE }
    }
    at = value.end + 1
  }
}

type Value = { readonly text: string; readonly end: number }

function quotedFieldAt(text: string, at: number): Value | null {
  for (let from = at + 1; ; from += 2) {
    from = text.indexOf('"', from)
    if (from < 0) return null
    if (text[from + 1] === '"') continue
    return { text: text.slice(at + 1, from).replaceAll('""', '"'), end: from + 1 }
  }
}

const FIELD_END = /,|"|\r?\n|\r?$/g

function plainFieldAt(text: string, at: number): Value {
  FIELD_END.lastIndex = at
  const end = FIELD_END.exec(text)?.index ?? text.length
  return { text: text.slice(at, end), end }
}

function linesIn(text: string, start: number, end: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    lines += 1
  }
  return lines
}
