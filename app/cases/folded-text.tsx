type FoldedTextProps = { word: string; className?: string; children: string }

/** A whole text as it was typed, behind a word that unfolds it. */
export function FoldedText({ word, className = '', children }: FoldedTextProps) {
  return (
    <details className={className}>
      <summary className="target inline-flex items-center text-accent underline underline-offset-2">
        {word}
      </summary>
      <pre className="wrap-anywhere whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-12">
        {children}
      </pre>
    </details>
  )
}
