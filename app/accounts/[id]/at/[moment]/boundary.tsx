import { exactTime } from '@/app/_time/instant'
import { ButtonLink } from '@/app/_ui/button'
import { CopyButton } from '@/app/_ui/copy-button'
import type { EventJson, MomentAnswer } from '@/app/_wire/types'

type Found = Extract<MomentAnswer, { found: true }>
type BoundaryProps = Pick<Found, 'account' | 'after' | 'before' | 'late'> & { zone: string }

/** Between which two events the moment lies, in words. */
export function Boundary({ account, after, before, late, zone }: BoundaryProps) {
  const { id, knownAt } = account
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
      {late.length > 0 && <p className="mt-1">{lateWords(late)}</p>}
      <p className="mt-2 -ml-1 flex flex-wrap items-center gap-x-4">
        <CopyButton what="link to this moment">Copy the link to this moment</CopyButton>
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
