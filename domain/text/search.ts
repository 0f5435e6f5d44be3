import { folded } from './folded'

/**
 * Texts in the form that searches look into: folded, with a space before each word. A word begins
 * after a space and after a sign inside a text, as `0042` does in `INV-0042`.
 */
export function searchable(texts: readonly string[]): string {
  return texts.map(text => (text === '' ? '' : ` ${withBreaks(folded(text))}`)).join('\n')
}

/**
 * What a text in the form of `searchable` must contain, all of it, to be found by a search: the
 * searched words in any order, each as the beginning of a word. Null when nothing is searched.
 */
export function searchedParts(search: string): readonly string[] | null {
  const words = folded(search).split(' ').filter(Boolean)
  if (words.length === 0) return null
  const bare = words.map(word => word.replace(EDGES, '')).filter(Boolean)
  const parts = (bare.length > 0 ? bare : words).map(partOf)
  return [...new Set(parts)]
}

/** Whether a search finds a text in the form of `searchable`. */
export function isFound(text: string, search: string): boolean {
  return searchedParts(search)?.every(part => text.includes(part)) ?? true
}

/** What sentences and lists put around words, such as the comma in `Nováková, Jana`. */
const EDGES = /^[,;:.!?()[\]{}"'/-]+|[,;:.!?()[\]{}"'/-]+$/g
const BREAK = /([^\p{L}\p{N}\p{M} ])(?=[\p{L}\p{N}])/gu

/** Longer than a group of an account number, so the number was typed without its spaces. */
const DIGITS = /^\d{5,}$/

function partOf(word: string): string {
  return DIGITS.test(word) ? word : ` ${withBreaks(word)}`
}

function withBreaks(text: string): string {
  return text.replace(BREAK, '$1 ')
}
