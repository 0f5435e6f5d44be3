import { readCsv } from './csv-reader'
import { countSentence, describeFault, type Fault, shown } from './row-rules'
import { type Head, UnreadableFile } from './source'
import { COLUMNS } from './statement'

const EXPECTED = `Expected a first line with these columns: ${COLUMNS.join(',')}`

/**
 * Checks the first record of a file against the columns of the format.
 * @throws UnreadableFile with what was found (encoding, separator, names) and what is expected
 */
export async function requireHeader({ bytes }: Head): Promise<void> {
  if (bytes.length === 0) throw new UnreadableFile(`The file is empty. ${EXPECTED}`)
  const encoding = encodingOf(bytes)
  if (!encoding.isRead) {
    throw unlike(`Found ${encoding.name}; save the file as UTF-8 text with commas.`)
  }
  const text = new TextDecoder('utf-8').decode(bytes)
  const fault = await faultInFirstRecord(text)
  if (fault === 'none') throw new UnreadableFile(`The file is empty. ${EXPECTED}`)
  if (fault !== null) throw unlike(describeFound(text, encoding.name, fault))
}

function unlike(found: string): UnreadableFile {
  return new UnreadableFile(
    `The file is not in the format of this import. ${found} ${EXPECTED}, in UTF-8.`,
  )
}

async function faultInFirstRecord(text: string): Promise<Fault | 'none' | null> {
  for await (const [first] of readCsv([text])) {
    if (first) return faultInHeader(first.line, first.ok ? first.fields : [])
  }
  return 'none'
}

function faultInHeader(line: number, fields: readonly string[]): Fault | null {
  for (const [index, column] of COLUMNS.entries()) {
    const found = fields[index]
    if (found === column) continue
    const sentence = `expected the header ${column}; found ${found === undefined ? 'none' : shown(found)}`
    return { line, column, sentence }
  }
  if (fields.length === COLUMNS.length) return null
  return { line, column: null, sentence: countSentence(fields.length) }
}

type Encoding = { readonly name: string; readonly isRead: boolean }

/** Only text with two bytes a letter has so many zero bytes. */
function encodingOf(bytes: Buffer): Encoding {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return { name: 'UTF-16 text', isRead: false }
  if (first === 0xfe && second === 0xff) return { name: 'UTF-16 text', isRead: false }
  const zeros = bytes.subarray(0, SNIFFED_BYTES).filter(byte => byte === 0).length
  const sniffed = Math.min(bytes.length, SNIFFED_BYTES)
  if (zeros * 3 > sniffed) {
    return { name: 'UTF-16 text without a byte order mark, or binary data', isRead: false }
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { name: 'UTF-8 text with a byte order mark', isRead: true }
  }
  const line = bytes.subarray(0, Math.max(bytes.indexOf(LINE_FEED), 0) || SNIFFED_BYTES)
  if (line.includes(0)) return { name: 'binary data', isRead: true }
  const isUtf8 = !new TextDecoder('utf-8').decode(line, { stream: true }).includes('\uFFFD')
  return { name: isUtf8 ? 'UTF-8 text' : 'text that is not in UTF-8', isRead: true }
}

const SNIFFED_BYTES = 1000
const LINE_FEED = 0x0a

const SEPARATORS: readonly (readonly [string, string])[] = [
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
]

/** The maximum length of a first line, and the maximum number of its names in the message. */
const LINE_LENGTH_MAX = 2000
const NAMES_MAX = 20

function describeFound(text: string, encoding: string, fault: Fault): string {
  const [line = ''] = text.trimStart().split(/\r\n|\n|\r/, 1)
  const first = line.slice(0, LINE_LENGTH_MAX)
  const bare = first.replaceAll(/"[^"]*"/g, '')
  const counted = SEPARATORS.map(
    ([separator, name]) => [bare.split(separator).length - 1, separator, name] as const,
  )
  // Of equally frequent separators the first wins.
  const [count, separator, name] = counted.reduce((most, one) => (one[0] > most[0] ? one : most))
  const names = namesIn(first, separator)
  const told = names.slice(0, NAMES_MAX).map(shown).join(', ')
  const more = names.length > NAMES_MAX ? ` and ${names.length - NAMES_MAX} more` : ''
  const found =
    count === 0
      ? `Found ${encoding} whose first line is ${told}.`
      : `Found ${encoding} with ${name} between ${names.length} names: ${told}${more}.`
  const hint = hintOf(text, names, name)
  // With another separator, the whole line is in the place of the first name.
  return [separator === ',' || count === 0 ? describeFault(fault) : '', found, hint]
    .filter(part => part !== '')
    .join(' ')
}

function namesIn(line: string, separator: string): string[] {
  const names: string[] = []
  for (let at = 0; at <= line.length; ) {
    const isQuoted = line[at] === '"' && line.indexOf('"', at + 1) > 0
    const from = isQuoted ? line.indexOf('"', at + 1) : at
    const end = line.indexOf(separator, from)
    const stop = end < 0 ? line.length : end
    names.push(line.slice(at, stop).replaceAll('"', '').trim())
    at = stop + 1
  }
  return names
}

/** Suggests a single change that would fix it, if there is one. */
function hintOf(text: string, names: readonly string[], separators: string): string {
  const isRight = names.join() === COLUMNS.join()
  if (isRight && !text.includes('\n') && text.includes('\r')) {
    return 'Its lines end in a carriage return alone; save it with the line ends of Windows or Unix.'
  }
  if (isRight) return `The names are right; separate them by commas, not by ${separators}.`
  if ([...names].sort().join() === [...COLUMNS].sort().join()) {
    return 'The names are right, but in another order.'
  }
  return ''
}
