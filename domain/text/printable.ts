/** What no text here has: control characters, broken surrogate pairs, and code points that are none. */
const CONTROLS = '\\p{Cc}\\p{Cs}\\p{Noncharacter_Code_Point}'

/**
 * What shows nothing itself and changes how the text around it is read: the controls of
 * bidirectional text (UAX #9), and the separators that make several lines of one. The joiners that
 * Persian and Indic names are written with are none of these.
 */
const MARKS = '\\p{Bidi_Control}\\p{Zl}\\p{Zp}'

const CONTROL = new RegExp(`[${CONTROLS}]`, 'u')
const UNPRINTABLE = new RegExp(`[${CONTROLS}${MARKS}]`, 'u')
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu')
const EACH_MARK = new RegExp(`[${MARKS}]`, 'gu')

/** Whether a text has characters that can be neither shown nor stored. */
export function hasControls(text: string): boolean {
  return CONTROL.test(text)
}

/** Whether a text can be shown as it is, anywhere: nothing in it changes what stands around it. */
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

/** A text in pieces: what stands between the marks that change how it is read, and the marks. */
export function piecesOf(text: string): readonly (string | { readonly mark: string })[] {
  const pieces: (string | { mark: string })[] = []
  let from = 0
  for (const { 0: mark, index } of text.matchAll(EACH_MARK)) {
    if (index > from) pieces.push(text.slice(from, index))
    pieces.push({ mark })
    from = index + mark.length
  }
  if (from < text.length) pieces.push(text.slice(from))
  return pieces
}
