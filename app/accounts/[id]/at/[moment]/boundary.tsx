import { exactTime } from '@/app/_time/instant'
import { pathAtVersion } from '@/app/_time/moment-path'
import { ButtonLink } from '@/app/_ui/button'
import { CopyButton } from '@/app/_ui/copy-button'
import type { PastJson } from '@/app/_wire/look-back'
import type { EventJson } from '@/app/_wire/types'

type BoundaryProps = { past: PastJson; zone: string }

/** Between which two events the moment lies, in words, and which version that is. */
export function Boundary({ past, zone }: BoundaryProps) {
  const { account, after, before, late } = past
  const { id, version, asOf, knownAt } = account
  const at = (event: EventJson) => exactTime(event.occurredAt, zone)
  return (
    <section aria-label="The moment in words" className="mt-4 max-w-[72ch] text-soft">
      <p>
        {after && `After event ${after.version}, ${at(after)}; `}
        {before
          ? `the next is event ${before.version} at ${at(before)}.`
          : 'nothing came after it.'}
        {knownAt && ` As the bank knew it at ${exactTime(knownAt, zone)}.`}
      </p>
      {asOf && knownAt && knownAt < asOf && (
        <p className="mt-1">
          That is before the moment itself: what happened between the two is not counted, for the
          bank could not know of it yet.
        </p>
      )}
      {late.length > 0 && <p className="mt-1">{lateWords(late)}</p>}
      <p className="mt-2 -ml-1 flex flex-wrap items-center gap-x-4">
        <CopyButton what="link to this moment">Copy the link to this moment</CopyButton>
        {asOf !== null && (
          <ButtonLink
            href={pathAtVersion(id, version)}
            prefetch={false}
            look="bare"
            className="px-1! text-12!"
          >
            {late.length > 0
              ? `Version ${version}, without what came late`
              : `This is version ${version}`}
          </ButtonLink>
        )}
        <ButtonLink href={`/accounts/${id}/at`} look="bare" className="px-1! text-12! lg:hidden">
          Choose another moment
        </ButtonLink>
      </p>
    </section>
  )
}

const NAMED_MAX = 5

function lateWords(late: readonly EventJson[]): string {
  if (late.length === 1) {
    return `Event ${late[0]?.version} had happened by then but was recorded later; it is counted in.`
  }
  const named = late.slice(0, NAMED_MAX).map(event => event.version)
  const more = late.length > NAMED_MAX ? ' and others' : ''
  return `${late.length} events (${named.join(', ')}${more}) had happened by then but were recorded later; they are counted in.`
}
