import 'server-only'
import { printable } from '@/domain/text/printable'

/** The deepest nesting of a body, and the most items of an array or members of an object. */
const DEPTH_MAX = 16
const ITEMS_MAX = 1_000

/** Whether a Content-Type is that of JSON in UTF-8; other parameters don't matter. */
export function isJson(contentType: string | null): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';')
  if (type.trim() !== 'application/json') return false
  const charsets = parameters.map(text => /^\s*charset=\s*"?([^"\s]*)"?\s*$/.exec(text)?.[1])
  return charsets.every(charset => charset === undefined || /^utf-?8$/.test(charset))
}

export type StrictJson = { ok: true; value: unknown } | { ok: false; sentence: string }

/**
 * Parses JSON (RFC 8259) as `JSON.parse` does, but refuses what two programs would read differently
 * or what costs without end: a name twice in one object, even when its escapes differ (section 4;
 * I-JSON, RFC 7493, section 2.3), deep nesting, and long arrays and objects.
 */
export function parseStrictJson(text: string): StrictJson {
  const sentence = excessOf(text)
  if (sentence !== null) return { ok: false, sentence }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false, sentence: 'The request body must be JSON in UTF-8.' }
  }
}

/** An array or object that is open: its items so far, and the names of an object. */
type Open = { items: number; readonly names: Set<string> | null }

/**
 * Why a text is refused, from its strings, brackets and commas alone; null when it may be parsed.
 * Whether it is JSON at all is for `JSON.parse` to say, so any answer will do for other texts.
 */
function excessOf(text: string): string | null {
  const open: Open[] = []
  for (let at = 0; at < text.length; at++) {
    const inner = open.at(-1)
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at)
        if (inner?.names && isName(text, end)) {
          const name = nameOf(text.slice(at, end))
          if (inner.names.has(name)) return duplicate(name)
          inner.names.add(name)
        }
        at = end - 1
        break
      }
      case OBJECT:
      case ARRAY: {
        if (open.length === DEPTH_MAX) return TOO_DEEP
        open.push({ items: 1, names: text.charCodeAt(at) === OBJECT ? new Set() : null })
        break
      }
      case OBJECT_END:
      case ARRAY_END:
        open.pop()
        break
      case COMMA:
        if (inner && ++inner.items > ITEMS_MAX) return TOO_LONG
        break
      default:
    }
  }
  return null
}

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c]
const [OBJECT, OBJECT_END, ARRAY, ARRAY_END] = [0x7b, 0x7d, 0x5b, 0x5d]

const TOO_DEEP = `The request body can be nested ${DEPTH_MAX} levels deep at most.`
const TOO_LONG = `A list in the request body can have at most ${ITEMS_MAX} items. Send several requests.`

function duplicate(name: string): string {
  const shown = printable(name.slice(0, NAME_SHOWN_MAX), NAME_SHOWN_MAX)
  return `“${shown}” is in the request body twice. Send each field once.`
}

const NAME_SHOWN_MAX = 100

/** The index after the string that begins at `start`; the end of the text if it isn't closed. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return text.length
    let before = quote - 1
    while (text.charCodeAt(before) === BACKSLASH) before--
    if ((quote - before) % 2 === 1) return quote + 1
    at = quote + 1
  }
}

/** Whether a string that ends here is the name of a member: a colon follows. */
function isName(text: string, end: number): boolean {
  let at = end
  while (SPACES.has(text.charCodeAt(at))) at++
  return text.charCodeAt(at) === COLON
}

const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d])

/** A name without its escapes; as written when they are invalid. */
function nameOf(written: string): string {
  if (!written.includes('\\')) return written.slice(1, -1)
  try {
    return String(JSON.parse(written))
  } catch {
    return written.slice(1, -1)
  }
}
