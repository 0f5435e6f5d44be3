import { Amount } from '@/app/_ui/amount'

type Predicted =
  | { readonly outcome: 'accepted'; readonly balance: string }
  | { readonly outcome: 'refused'; readonly sentence: string }

/** What the bank would answer to the amount typed so far. */
export function previewLine(preview: Predicted | null) {
  if (preview === null) return null
  if (preview.outcome === 'refused') return preview.sentence
  return (
    <>
      Balance after <Amount value={preview.balance} className="font-medium text-ink" />
    </>
  )
}
