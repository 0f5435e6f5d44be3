import { unreachable } from '@/domain/unreachable'
import { hasControls, isPrintable } from './printable'

/**
 * Names stand in lists and sentences, so nothing in them may change how the rest is read: owners,
 * references of accounts. Notes are shown on their own, with such marks made visible: notes, reasons,
 * the references of payers. Documents are notes in lines, which tabs may indent.
 */
export type TextKind = 'name' | 'note' | 'document'

export type TextFault = 'too-long' | 'too-heavy' | 'unprintable' | 'invisible'

/**
 * A text as it is stored: NFC, without blanks around it; in a name, blanks are single spaces. Lines of
 * a document end with a line feed, and its first one may be indented.
 */
export function cleanText(kind: TextKind, text: string): string {
  const normal = text.normalize('NFC')
  switch (kind) {
    case 'name':
      return normal.trim().replace(/\p{Zs}+/gu, ' ')
    case 'note':
      return normal.trim()
    case 'document':
      return normal
        .replace(/\r\n?/g, '\n')
        .trimEnd()
        .replace(/^(?:[ \t]*\n)+/, '')
    default:
      return unreachable(kind)
  }
}

/**
 * Why a clean text can't be stored; null if it can.
 * @param lengthMax in characters as people see them
 * @param bytesMax in UTF-8
 */
export function textFault(
  kind: TextKind,
  text: string,
  lengthMax: number,
  bytesMax: number = bytesMaxOf(lengthMax),
): TextFault | null {
  if (isLonger(text.slice(0, bytesMaxOf(lengthMax)), lengthMax)) return 'too-long'
  if (isHeavier(text, bytesMax)) return 'too-heavy'
  if (hasUnfit(kind, text)) return 'unprintable'
  return isVisible(text) ? null : 'invisible'
}

function hasUnfit(kind: TextKind, text: string): boolean {
  if (kind === 'name') return !isPrintable(text)
  return hasControls(kind === 'document' ? text.replace(/[\t\n]/g, ' ') : text)
}

/** The most bytes in UTF-8, and so the most UTF-16 code units, of a text of `lengthMax` characters. */
export function bytesMaxOf(lengthMax: number): number {
  return 8 * lengthMax
}

/**
 * Whether a text has more characters, as people see them (grapheme clusters, UAX #29), or is too
 * heavy for so many. To look for each cluster takes a time that grows with the whole text.
 */
export function isLonger(text: string, lengthMax: number): boolean {
  // No cluster is less than a code unit.
  if (text.length <= lengthMax) return false
  if (text.length > bytesMaxOf(lengthMax)) return true
  let length = 0
  for (const _ of clusters().segment(text)) {
    length++
    if (length > lengthMax) return true
  }
  return false
}

let segmenter: Intl.Segmenter | undefined

function clusters(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter
}

function isHeavier(text: string, bytesMax: number): boolean {
  // A code unit is at most three bytes.
  if (text.length * 3 <= bytesMax) return false
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (bytes > bytesMax) return true
  }
  return false
}

/** Blank without being white space: the empty cell of Braille, a note of music without a head. */
const SEEN =
  /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\p{Cf}\p{Cs}\p{M}\u2800\u{1D159}]/u

/** Whether there is anything to see in a text; an accent needs a letter to stand on. */
export function isVisible(text: string): boolean {
  return SEEN.test(text)
}
