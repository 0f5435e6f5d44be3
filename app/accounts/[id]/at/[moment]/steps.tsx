import type { ReactNode } from 'react'
import { ButtonLink } from '@/app/_ui/button'
import { pathAtVersion } from '../moment-path'
import { PastKeys } from './past-keys'
import { VersionSlider } from './version-slider'

type StepsProps = {
  id: string
  version: number
  /** The first event after the moment; null when there is none. */
  next: number | null
  /** The number of the account's newest event. */
  newest: number
}

/** From event to event through the book: one back, one on, or anywhere by hand. */
export function Steps({ id, version, next, newest }: StepsProps) {
  return (
    <nav aria-label="From event to event" data-chrome className="mt-6 flex items-center gap-3">
      {version > 1 && (
        <Step to={pathAtVersion(id, version - 1)} what={`Back to event ${version - 1}`}>
          ← <span className="max-sm:hidden">Event</span> {version - 1}
        </Step>
      )}
      {newest > 1 && <VersionSlider id={id} version={version} newest={newest} />}
      {next === null ? (
        <Step to={`/accounts/${id}`} what="On to now">
          Now →
        </Step>
      ) : (
        <Step to={pathAtVersion(id, next)} what={`On to event ${next}`}>
          <span className="max-sm:hidden">Event</span> {next} →
        </Step>
      )}
      <PastKeys id={id} version={version} newest={newest} />
    </nav>
  )
}

function Step({ to, what, children }: { to: string; what: string; children: ReactNode }) {
  return (
    <ButtonLink href={to} prefetch={false} aria-label={what} scroll={false} className="gap-1">
      {children}
    </ButtonLink>
  )
}
