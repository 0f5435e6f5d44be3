/**
 * PostgreSQL array literals (documentation, "Arrays"), for statements of many rows: the driver
 * sends a text as it is, but would quote each element of a JavaScript array.
 */

/** For values that need no quotes: ids, numbers, names of letters and digits; null where absent. */
export function arrayOf(values: readonly (string | number | bigint | null)[]): string {
  return `{${values.map(value => value ?? 'null').join(',')}}`
}

/** For any texts without control characters; null where absent. */
export function arrayOfTexts(texts: readonly (string | null)[]): string {
  return `{${texts.map(text => (text === null ? 'null' : quoted(text))).join(',')}}`
}

/** Only a quote and a backslash need escaping. */
function quoted(text: string): string {
  return NEEDS_ESCAPES.test(text) ? `"${text.replaceAll(EACH_ESCAPED, '\\$&')}"` : `"${text}"`
}

const NEEDS_ESCAPES = /["\\]/
const EACH_ESCAPED = /["\\]/g

/** For instants. Neighbours are often the same, so they are formatted once. */
export function instantsOf(dates: readonly Date[]): string {
  let [last, text] = [Number.NaN, '']
  return arrayOf(
    dates.map(date => {
      const at = date.getTime()
      if (at !== last) [last, text] = [at, date.toISOString()]
      return text
    }),
  )
}
