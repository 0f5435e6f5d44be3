/**
 * Arrays as PostgreSQL writes them (documentation, "Arrays"), for statements of many rows: the
 * driver takes a text for an array as it is, and quotes each element of a JavaScript array.
 */

/** Of what needs no quotes: ids, numbers, and names made of letters and digits; null for the absent ones. */
export function arrayOf(values: readonly (string | number | bigint | null)[]): string {
  return `{${values.map(value => value ?? 'null').join(',')}}`
}

/** Of any texts without a control character; null for the absent ones. */
export function arrayOfTexts(texts: readonly (string | null)[]): string {
  return `{${texts.map(text => (text === null ? 'null' : quoted(text))).join(',')}}`
}

/** A quote and a backslash are the only two that need one. */
function quoted(text: string): string {
  return NEEDS_ESCAPES.test(text) ? `"${text.replaceAll(EACH_ESCAPED, '\\$&')}"` : `"${text}"`
}

const NEEDS_ESCAPES = /["\\]/
const EACH_ESCAPED = /["\\]/g

/** Of instants; null for the absent ones. Neighbours are often the same. */
export function instantsOf(dates: readonly (Date | null)[]): string {
  let [last, text] = [Number.NaN, '']
  return arrayOf(
    dates.map(date => {
      if (date === null) return 'null'
      const at = date.getTime()
      if (at !== last) [last, text] = [at, date.toISOString()]
      return text
    }),
  )
}
