import { folded } from '@/domain/text/folded'

/** The longest word that is told from another one, in letters. */
const WORD_LENGTH_MAX = 60
/** So much of a text is searched that an index takes it, whatever its letters are. */
const WORDS_LENGTH_MAX = 400_000

const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** The words of a text, folded as all searches are, in its order. */
export function wordsOf(text: string): string[] {
  return (folded(text).match(WORD) ?? []).map(word => word.slice(0, WORD_LENGTH_MAX))
}

/** The words of texts in a form that every database takes for the same words; see `plainWord`. */
export function searchWords(texts: readonly string[]): string {
  const words = texts.flatMap(wordsOf).map(plainWord)
  return words.join(' ').slice(0, WORDS_LENGTH_MAX)
}

/**
 * A folded word in letters of English and digits alone. Databases differ in what else they take for a
 * letter, by locale and version. Other letters are their codes in four places behind an x, and an
 * x is two of them, so that what begins with a word still does.
 */
export function plainWord(word: string): string {
  return word.replace(/[^a-wyz0-9]/gu, letter =>
    letter === 'x' ? 'xx' : `x${(letter.codePointAt(0) ?? 0).toString(36).padStart(4, '0')}`,
  )
}

/** A piece of a text; `isFound` if a search found it. */
export type Piece = { readonly text: string; readonly isFound: boolean }

/**
 * A text in pieces, in which the words that begin with a searched word are found.
 * @param search the words that were searched
 */
export function foundIn(text: string, search: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { word, index } of hitsIn(text, search)) {
    if (index > from) pieces.push({ text: text.slice(from, index), isFound: false })
    pieces.push({ text: word, isFound: true })
    from = index + word.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isFound: false })
  return pieces
}

/** Whether a search finds a word of a text; reads no further than that word. */
export function isFoundIn(text: string, search: string): boolean {
  return !hitsIn(text, search).next().done
}

/** The part of a text around the first word that a search found, on one line. */
export function excerptOf(text: string, search: string, lengthMax: number): string {
  const [first] = hitsIn(text, search)
  const at = first ? Math.max(0, first.index - lengthMax / 4) : 0
  const start = at === 0 ? 0 : text.lastIndexOf(' ', at) + 1
  const part = text.slice(start, start + lengthMax)
  const isCut = start + lengthMax < text.length
  return `${start > 0 ? '… ' : ''}${part.replace(/\s+/g, ' ').trim()}${isCut ? ' …' : ''}`
}

/** The words that a search found, one after the other, with where they begin. */
function* hitsIn(text: string, search: string): Generator<{ word: string; index: number }> {
  const sought = wordsOf(search)
  if (sought.length === 0) return
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const plain = folded(word)
    if (sought.some(one => plain.startsWith(one))) yield { word, index }
  }
}
