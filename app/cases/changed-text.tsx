import { changesBetween, changeWord } from './changes'

/** A text with what was removed from it and added to it, by words. */
export function ChangedText({ before, after }: { before: string; after: string }) {
  return (
    <div className="wrap-anywhere whitespace-pre-wrap rounded-md border border-rule bg-raised p-4 font-mono text-12 leading-5">
      {changesBetween(before, after).map((piece, at) => {
        const word = changeWord(piece)
        if (word === null) return piece.text
        const Tag = piece.in === 'after' ? 'ins' : 'del'
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text's pieces don't move
          <Tag key={at} className={piece.in === 'after' ? ADDED : REMOVED}>
            <span className="sr-only">{`${word}: `}</span>
            {piece.text}
          </Tag>
        )
      })}
    </div>
  )
}

const ADDED = 'rounded-sm bg-accent-wash text-ink underline decoration-accent underline-offset-2'
const REMOVED = 'rounded-sm bg-red-wash text-red-ink line-through'
