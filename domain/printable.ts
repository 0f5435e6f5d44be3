/**
 * What no text here has: control characters (C0, C1), broken surrogate pairs and code points that
 * are no characters can be shown to nobody, and some of them stored nowhere; line and paragraph
 * separators make several lines of one; the embeddings, overrides and isolates of bidirectional text
 * (UAX #9) let one text be read as another, and rule the text that follows. The marks and joiners
 * that Arabic, Hebrew, Persian and Indic names are written with are none of these.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/u
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu')

/** Whether a text can be shown and stored as it is. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text)
}

/**
 * A text of any kind in a form that can be shown and stored: its first `lengthMax` UTF-16 code
 * units, with U+FFFD in place of what can't be.
 */
export function printable(text: string, lengthMax: number): string {
  const shown = text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text
  return shown.replace(EACH_UNPRINTABLE, '\uFFFD')
}

/**
 * A text in which all of these are written as escapes of JSON and JavaScript, such as `\\u202e`: for
 * logs, which must show what was sent and never do what it says.
 */
export function escaped(text: string): string {
  return text.replace(EACH_UNPRINTABLE, unfit =>
    [...unfit.split('')]
      .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
