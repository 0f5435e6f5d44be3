import { foundIn } from '@/domain/case-file/search'

/** A text with the words marked that a search found. */
export function FoundText({ text, search }: { text: string; search: string }) {
  return (
    <bdi>
      {foundIn(text, search).map((piece, at) =>
        piece.isFound ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text's pieces don't move
          <mark key={at} className="rounded-sm bg-accent-wash text-ink">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  )
}
