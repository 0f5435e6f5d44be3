import { piecesOf } from '@/domain/text/printable'

/** The marks by their abbreviations in Unicode (UAX #9). */
const MARKS: Readonly<Record<string, string>> = {
  '\u061C': 'ALM',
  '\u200E': 'LRM',
  '\u200F': 'RLM',
  '\u2028': 'LS',
  '\u2029': 'PS',
  '\u202A': 'LRE',
  '\u202B': 'RLE',
  '\u202C': 'PDF',
  '\u202D': 'LRO',
  '\u202E': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
}

type UserTextProps = { children: string; className?: string }

/**
 * A text that somebody wrote, within a sentence or a table: the direction of its script affects
 * nothing beside it, and characters that would change how it is read are shown as marks.
 */
export function UserText({ children: text, className }: UserTextProps) {
  return (
    <bdi className={className}>
      {piecesOf(text).map((piece, at) =>
        typeof piece === 'string' ? (
          piece
        ) : (
          <abbr
            // biome-ignore lint/suspicious/noArrayIndexKey: a text's pieces don't move
            key={at}
            title="Hidden character"
            className="mx-0.5 rounded-sm border border-rule-strong px-0.5 text-12 no-underline"
          >
            {MARKS[piece.mark]}
          </abbr>
        ),
      )}
    </bdi>
  )
}
