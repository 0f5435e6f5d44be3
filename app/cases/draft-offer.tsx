import { Button } from '@/app/_ui/button'
import { Time } from '@/app/_ui/time'
import type { Draft } from './draft-store'

type DraftOfferProps = { draft: Draft; zone: string; onUse: () => void; onDiscard: () => void }

/** Offers the text that was typed before and not saved. */
export function DraftOffer({ draft, zone, onUse, onDiscard }: DraftOfferProps) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-md bg-amber-wash px-3 py-2"
    >
      <p className="mr-auto text-amber-ink">
        {'This browser has an unsaved text of yours from '}
        <Time instant={draft.at} zone={zone} />
        {draft.base > 0 && `, a change of version ${draft.base}`}.
      </p>
      <Button onClick={onUse}>Use it</Button>
      <Button look="bare" onClick={onDiscard}>
        Discard it
      </Button>
    </div>
  )
}
