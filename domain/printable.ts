/** Control characters and broken surrogate pairs can be shown to nobody and stored nowhere. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u
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
