import { balanceOf, entriesWord } from '@/app/_past/compared-words'
import { instantWords } from '@/app/_past/moment-words'
import { type Hindsight, hindsightOf } from '@/app/_server/past/comparisons'
import { pathOfView } from '@/app/_time/moment-path'
import { dateInWords } from '@/app/_time/written'
import { amountText } from '@/app/_ui/amount'
import { ButtonLink } from '@/app/_ui/button-link'
import type { EventJson } from '@/app/_wire/types'
import type { PastAccount } from './read-past'

/**
 * Under the balance on a date: which late entries it counts, and what the records said of that date
 * at the time, if the bank has learned more since.
 */
export async function HindsightNote({ past }: { past: PastAccount }) {
  const { viewer, answer, place, zone } = past
  const { id, asOf, knownAt } = answer.account
  if (asOf === null) return null
  const known = { asOf, knownAt: knownAt ?? undefined }
  const hindsight = await hindsightOf(viewer, id, known)
  if (!hindsight && answer.late.length === 0) return null
  const { axis } = place
  const compare = pathOfView(
    id,
    { segment: asOf, zone: place.zone, knownAt: asOf, axis },
    'compare',
    {
      with: asOf,
      withKnownAt: knownAt ?? undefined,
    },
  )
  return (
    <section aria-label="Late entries since" className="mt-4 max-w-[72ch]">
      <div className="border-amber border-l-2 pl-4">
        {answer.late.length > 0 && <p>{lateWords(answer.late, zone)}</p>}
        {hindsight && <p>{believedWords(hindsight, asOf, zone)}</p>}
        {hindsight && (
          <ButtonLink href={compare} prefetch={false} look="bare" className="-ml-3 text-accent!">
            See the late entries
          </ButtonLink>
        )}
      </div>
    </section>
  )
}

const NAMED_MAX = 5

/** Which late entries count. */
function lateWords(late: readonly EventJson[], zone: string): string {
  const [first] = late
  if (late.length === 1 && first) {
    return `Includes event ${first.version}, recorded late on ${dateInWords(first.createdAt, zone)}.`
  }
  const named = late.slice(0, NAMED_MAX).map(event => event.version)
  const more = late.length > NAMED_MAX ? ' and others' : ''
  return `Includes ${late.length} late entries: events ${named.join(', ')}${more}.`
}

/** What the records said then, and what they say after the late entries. */
function believedWords(
  { believed, known, change, entries, count }: Hindsight,
  asOf: string,
  zone: string,
): string {
  const currency = String(known.state.currency)
  const then = instantWords(asOf, zone)
  const since = entries[0] ? dateInWords(entries[0].createdAt, zone) : 'later'
  if (believed.version === 0) {
    return `On ${then} this account was not recorded yet. It was recorded on ${since}.`
  }
  const [was, is] = [believed, known].map(side => amountText(balanceOf(side), currency))
  const verb = count === 1 ? 'explains' : 'explain'
  return `Recorded on ${then}: ${was}. After late entries recorded on ${since}: ${is}. ${entriesWord(count)} ${verb} ${amountText(change, currency)}.`
}
