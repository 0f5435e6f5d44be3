import 'server-only'
import { isFound, searchable } from '@/domain/text/search'

/** Whether a search finds one of these texts: each of its words begins a word, in any order. */
export function hasWords(asked: string, ...texts: readonly string[]): boolean {
  return isFound(searchable(texts), asked)
}
