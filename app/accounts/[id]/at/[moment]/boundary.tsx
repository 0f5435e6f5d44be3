import { exactTime } from '@/app/_time/instant'
import { pathAtVersion } from '@/app/_time/moment-path'
import { ButtonLink } from '@/app/_ui/button'
import { CopyButton } from '@/app/_ui/copy-button'
import type { PastJson } from '@/app/_wire/look-back'
import type { EventJson } from '@/app/_wire/types'

type BoundaryProps = { past: PastJson; zone: string }

/** The two events before and after the moment, in words, and the version. */
export function Boundary({ past, zone }: BoundaryProps) {
  const { account, after, before, late } = past
  const { id, version, asOf, knownAt } = account
  const at = (event: EventJson) => exactTime(event.occurredAt, zone)
  return (
    <section aria-label="Position in the audit trail" className="mt-4 max-w-[72ch] text-soft">
      <p>
        {after && `After event ${after.version}, ${at(after)}. `}
        {before ? `Before event ${before.version}, ${at(before)}.` : 'No later events.'}
        {knownAt && ` Using records as of ${exactTime(knownAt, zone)}.`}
      </p>
      {asOf && knownAt && knownAt < asOf && (
        <p className="mt-1">
          The records end before the date shown. Events effective between the two had not been
          recorded yet and are not included.
        </p>
      )}
      {late.length > 0 && <p className="mt-1">{lateWords(late)}</p>}
      <p className="mt-2 -ml-1 flex flex-wrap items-center gap-x-4">
        <CopyButton what="link to this view">Copy link</CopyButton>
        {asOf !== null && (
          <ButtonLink
            href={pathAtVersion(id, version)}
            prefetch={false}
            look="bare"
            className="px-1! text-12!"
          >
            {late.length > 0
              ? `Event ${version}, without late entries`
              : `Same as after event ${version}`}
          </ButtonLink>
        )}
        <ButtonLink href={`/accounts/${id}/at`} look="bare" className="px-1! text-12! lg:hidden">
          Choose another date
        </ButtonLink>
      </p>
    </section>
  )
}

const NAMED_MAX = 5

function lateWords(late: readonly EventJson[]): string {
  if (late.length === 1) {
    return `Includes event ${late[0]?.version}, which was effective by then but recorded later.`
  }
  const named = late.slice(0, NAMED_MAX).map(event => event.version)
  const more = late.length > NAMED_MAX ? ' and others' : ''
  return `Includes ${late.length} events (${named.join(', ')}${more}) that were effective by then but recorded later.`
}
