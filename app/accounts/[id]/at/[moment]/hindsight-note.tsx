import { balanceOf, entriesWord } from '@/app/_past/compared-words'
import { hindsightOf } from '@/app/_server/past/comparisons'
import type { Viewer } from '@/app/_server/people/session'
import { exactTime, wallTime } from '@/app/_time/instant'
import { pathOfView } from '@/app/_time/moment-path'
import { amountText } from '@/app/_ui/amount'
import { ButtonLink } from '@/app/_ui/button'

type HindsightNoteProps = { viewer: Viewer; id: string; asOf: string; zone: string }

/** What the bank knew of a moment at the time, if it has learned more since. */
export async function HindsightNote({ viewer, id, asOf, zone }: HindsightNoteProps) {
  const hindsight = await hindsightOf(viewer, id, asOf)
  if (!hindsight) return null
  const { believed, known, change, entries, count } = hindsight
  const currency = String(known.state.currency)
  const [first] = entries
  if (!first) return null
  const then = wallTime(asOf, zone).date
  const corrected = wallTime(first.createdAt, zone).date
  const compare = pathOfView(id, { segment: asOf, zone, knownAt: asOf }, 'compare', {
    with: asOf,
  })
  return (
    <section aria-label="Late entries since" className="mt-6 max-w-[72ch]">
      <div className="border-amber border-l-2 pl-4">
        <p>
          {believed.version === 0
            ? `This account was not recorded yet on ${then}. It was recorded on ${exactTime(first.createdAt, zone)}. `
            : `Recorded on ${then}: ${amountText(balanceOf(believed), currency)}. After late entries recorded on ${corrected}: ${amountText(balanceOf(known), currency)}. `}
          {believed.version > 0 &&
            `${entriesWord(count)} ${count === 1 ? 'explains' : 'explain'} ${amountText(change, currency)}.`}
        </p>
        <ButtonLink href={compare} prefetch={false} look="bare" className="-ml-3 text-accent!">
          See the late entries
        </ButtonLink>
      </div>
    </section>
  )
}
