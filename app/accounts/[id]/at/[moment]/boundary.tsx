import { instantWords, type NamedMoment } from '@/app/_past/moment-words'
import { type Kept, pathOfView } from '@/app/_time/moment-path'
import { happenedInWords } from '@/app/_time/written'
import { ButtonLink } from '@/app/_ui/button-link'
import { CopyButton } from '@/app/_ui/copy-button'
import type { PastJson } from '@/app/_wire/look-back'
import type { EventJson } from '@/app/_wire/types'
import { pathOfChoice } from './choice-path'

type BoundaryProps = { past: PastJson; moment: NamedMoment; zone: string; keep: Kept }

/** The two events before and after the moment, in words, and the version. */
export function Boundary({ past, moment, zone, keep }: BoundaryProps) {
  const { account, after, before, late } = past
  const { id, version, asOf, knownAt } = account
  const at = (event: EventJson) => happenedInWords(event, zone)
  return (
    <section aria-label="Position in the audit trail" className="mt-4 max-w-[72ch] text-soft">
      <p>
        {after && `After event ${after.version}, ${at(after)}. `}
        {before ? `Before event ${before.version}, ${at(before)}.` : 'No later events.'}
        {knownAt && ` Using records as of ${instantWords(knownAt, zone)}.`}
        {` Times in ${zone}.`}
      </p>
      {asOf && knownAt && knownAt < asOf && (
        <p className="mt-1">
          The records end before the date shown. Events effective between the two had not been
          recorded yet and are not included.
        </p>
      )}
      <p className="mt-2 -ml-1 flex flex-wrap items-center gap-x-4">
        <CopyButton what="link to this view">Copy link</CopyButton>
        {asOf !== null && (
          <ButtonLink
            href={pathOfView(id, { ...keep, segment: `v${version}` }, '')}
            prefetch={false}
            look="bare"
            className="px-1! text-12!"
          >
            {late.length > 0
              ? `Event ${version}, without late entries`
              : `Same as after event ${version}`}
          </ButtonLink>
        )}
        <ButtonLink
          href={pathOfChoice(id, moment, keep)}
          look="bare"
          className="px-1! text-12! lg:hidden"
        >
          Choose another date
        </ButtonLink>
      </p>
    </section>
  )
}
