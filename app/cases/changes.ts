import { type Change, diffLines, diffWordsWithSpace } from 'diff'
import { diff3Merge } from 'node-diff3'
import { unreachable } from '@/domain/unreachable'

/** A piece of two texts: in both, or in one of them. */
export type ChangedPiece = { readonly text: string; readonly in: 'both' | 'before' | 'after' }

/** So many changed words, or lines, are looked for: beyond that it takes seconds. */
const EDITS_MAX = { words: 1_500, lines: 3_000 }

/** How one text differs from another: by words, or by lines where too many words do. */
export function changesBetween(before: string, after: string): ChangedPiece[] {
  const changes =
    diffWordsWithSpace(before, after, { maxEditLength: EDITS_MAX.words }) ??
    diffLines(before, after, { maxEditLength: EDITS_MAX.lines })
  if (changes) return changes.map(pieceOf)
  return [
    { text: before, in: 'before' },
    { text: after, in: 'after' },
  ]
}

function pieceOf({ value: text, added, removed }: Change): ChangedPiece {
  return { text, in: added ? 'after' : removed ? 'before' : 'both' }
}

/** A line of a text, and the version in which it came to be as it is. */
export type WrittenLine = { readonly text: string; readonly version: number }

/**
 * Who wrote which line: the lines of the newest of some versions, each with the version that has it
 * first. Lines that are older than the first of them are of the first.
 * @param versions consecutive ones, the oldest first; at least one
 */
export function linesWritten(
  versions: readonly { readonly version: number; readonly text: string }[],
): WrittenLine[] {
  const [first, ...later] = versions
  if (!first) return []
  let lines = linesOf(first.text).map(text => ({ text, version: first.version }))
  for (const { version, text } of later) {
    const before = lines.map(line => line.text).join('\n')
    lines = writtenIn(before, text, lines, version)
  }
  return lines
}

function writtenIn(
  before: string,
  text: string,
  lines: readonly WrittenLine[],
  version: number,
): WrittenLine[] {
  // Each line ends with a line feed here, so that the last one is like the others.
  const changes = diffLines(`${before}\n`, `${text}\n`, { maxEditLength: EDITS_MAX.lines })
  if (!changes) return linesOf(text).map(line => ({ text: line, version }))
  const written: WrittenLine[] = []
  let at = 0
  for (const { value, added, removed } of changes) {
    const those = linesOf(value.slice(0, -1))
    if (added) written.push(...those.map(line => ({ text: line, version })))
    else {
      if (!removed) written.push(...lines.slice(at, at + those.length))
      at += those.length
    }
  }
  return written
}

export type Merged = {
  readonly text: string
  /** How many places both changed, each otherwise: between marks in the text. */
  readonly conflicts: number
}

/** So many pairs of equal lines are looked at: a text of one line again and again would take minutes. */
const PAIRS_MAX = 60_000

/** The line before one's own lines of a conflict, between both, and after the other ones. */
const MARKS = ['<<<<<<< Yours', '=======', '>>>>>>> Version '] as const

/**
 * Two texts that were made of one, merged by lines: what only one of them changed is as it has it.
 * @param version of `theirs`, for the marks of what both changed
 */
export function mergeTexts(
  { mine, base, theirs }: { readonly mine: string; readonly base: string; readonly theirs: string },
  version: number,
): Merged {
  const conflict = (own: readonly string[], other: readonly string[]) => [
    ...[MARKS[0], ...own, MARKS[1], ...other, `${MARKS[2]}${version}`],
  ]
  if (mine === base || mine === theirs) return { text: theirs, conflicts: 0 }
  if (theirs === base) return { text: mine, conflicts: 0 }
  const [own, old, other] = [linesOf(mine), linesOf(base), linesOf(theirs)]
  if (pairsOf(own, old) + pairsOf(other, old) > PAIRS_MAX) {
    return { text: conflict(own, other).join('\n'), conflicts: 1 }
  }
  const regions = diff3Merge(own, old, other, { excludeFalseConflicts: true })
  let conflicts = 0
  const lines = regions.flatMap(region => {
    if (region.ok) return region.ok
    if (!region.conflict) return []
    conflicts++
    return conflict(region.conflict.a, region.conflict.b)
  })
  return { text: lines.join('\n'), conflicts }
}

/** How many lines of one text are how many of the other, multiplied. */
function pairsOf(some: readonly string[], others: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1)
  return some.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0)
}

/** Whether a text still has a conflict between marks. */
export function isUnsettled(text: string): boolean {
  return linesOf(text).some(line => line === MARKS[0] || /^>{7} Version \d+$/.test(line))
}

function linesOf(text: string): string[] {
  return text.split('\n')
}

/** What a piece is to who reads it aloud. */
export function changeWord(piece: ChangedPiece): string | null {
  switch (piece.in) {
    case 'both':
      return null
    case 'before':
      return 'Removed'
    case 'after':
      return 'Added'
    default:
      return unreachable(piece.in)
  }
}
