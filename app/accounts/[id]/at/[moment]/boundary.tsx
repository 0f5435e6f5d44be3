import Link from 'next/link'
import type { ReactNode } from 'react'
import { exactTime } from '@/app/_time/instant'
import type { EventJson, MomentAnswer } from '@/app/_wire/types'
import { pathAtVersion } from '../moment-path'

type Found = Extract<MomentAnswer, { found: true }>
type BoundaryProps = Pick<Found, 'account' | 'after' | 'before' | 'late'> & { zone: string }

/** Between which two events the moment lies, in words, and the ways to the moments beside it. */
export function Boundary({ account, after, before, late, zone }: BoundaryProps) {
  const { id, version, knownAt } = account
  const at = (event: EventJson) => exactTime(event.occurredAt, zone)
  return (
    <section aria-label="The moment in words" className="mt-4 max-w-[72ch]">
      <p className="text-soft">
        {after && `After event ${after.version}, ${at(after)}; `}
        {before
          ? `the next is event ${before.version} at ${at(before)}.`
          : 'there is none after it.'}
        {knownAt && ` As the bank knew it at ${exactTime(knownAt, zone)}.`}
      </p>
      {late.length > 0 && <p className="mt-1 text-soft">{lateWords(late)}</p>}
      <p className="mt-3 flex flex-wrap gap-x-6 gap-y-1">
        {version > 1 && <Step to={pathAtVersion(id, version - 1)}>← Event {version - 1}</Step>}
        {before ? (
          <Step to={pathAtVersion(id, before.version)}>Event {before.version} →</Step>
        ) : (
          <Step to={`/accounts/${id}`}>Now →</Step>
        )}
      </p>
    </section>
  )
}

function Step({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link
      href={to}
      className="inline-flex min-h-6 items-center text-accent underline underline-offset-2 pointer-coarse:min-h-11"
    >
      {children}
    </Link>
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
