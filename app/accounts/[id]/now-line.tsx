'use client'

import { History } from 'lucide-react'
import { ButtonLink } from '@/app/_ui/button-link'
import { MomentLine, VersionLine } from './moment-line'
import { TimeKey } from './time-key'

type NowLineProps = { id: string; zone: string; today: string }

/** The time machine's bar in the present, pinned under the header, with a form for any moment. */
export function NowLine({ id, zone, today }: NowLineProps) {
  return (
    <nav
      aria-label="Time machine"
      data-chrome
      className="sticky top-0 z-20 border-rule border-b bg-paper"
    >
      <div className="column flex min-h-12 items-center justify-between gap-4">
        <p className="flex items-center gap-2 font-medium">
          <History aria-hidden size={15} strokeWidth={1.75} className="text-faint" />
          Now
        </p>
        <div className="hidden items-center gap-4 lg:flex">
          <MomentLine id={id} date={today} time="" zone={zone} />
          <div className="hidden xl:block">
            <VersionLine id={id} />
          </div>
        </div>
        <ButtonLink href={`/accounts/${id}/at`} look="bare" className="-mr-3 lg:hidden">
          View a past date
        </ButtonLink>
      </div>
      <TimeKey />
    </nav>
  )
}
