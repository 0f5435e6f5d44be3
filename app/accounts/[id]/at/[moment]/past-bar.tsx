import { History } from 'lucide-react'
import { exactTime } from '@/app/_time/instant'
import { ButtonLink } from '@/app/_ui/button'
import { CopyButton } from '@/app/_ui/copy-button'
import { Kbd } from '@/app/_ui/kbd'
import type { EventJson, MomentAnswer } from '@/app/_wire/types'
import { PastKeys } from './past-keys'
import { VersionSlider } from './version-slider'

type PastBarProps = {
  account: Extract<MomentAnswer, { found: true }>['account']
  /** The number of the account's newest event. */
  newest: number
  /** The last event inside the moment. */
  after: EventJson | null
  zone: string
}

/** The time machine on its way: where in the past this is, and the one press back to now. */
export function PastBar({ account, newest, after, zone }: PastBarProps) {
  const { id, version, asOf } = account
  const instant = asOf ?? after?.occurredAt
  return (
    <nav
      aria-label="Time machine"
      data-chrome
      className="sticky top-0 z-20 border-amber border-t-3 border-b border-b-rule bg-amber-wash"
    >
      <div className="column flex min-h-12 flex-wrap items-center gap-x-4 py-1.5">
        <p className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 text-amber-ink">
          <History aria-hidden size={15} strokeWidth={1.75} />
          <span className="font-semibold">In the past</span>
          {instant && <span className="whitespace-nowrap">{exactTime(instant, zone)}</span>}
          <CopyButton what="link to this moment" />
        </p>
        <VersionSlider id={id} version={version} newest={newest} />
        <ButtonLink href={`/accounts/${id}`} className="max-sm:order-first max-sm:w-full">
          Return to now <Kbd className="max-sm:hidden">Esc</Kbd>
        </ButtonLink>
      </div>
      <PastKeys id={id} version={version} newest={newest} />
    </nav>
  )
}
