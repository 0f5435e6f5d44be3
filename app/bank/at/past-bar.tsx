import { History } from 'lucide-react'
import { exactTime } from '@/app/_time/instant'
import { ButtonLink } from '@/app/_ui/button'

/** Says that this is not now, and is the one press back. */
export function PastBar({ instant, zone }: { instant: string; zone: string }) {
  return (
    <nav
      aria-label="Time machine"
      data-chrome
      className="sticky top-0 z-20 border-amber border-t-3 border-b border-b-rule bg-amber-wash"
    >
      <div className="column flex min-h-12 items-center gap-x-6 py-1 max-sm:py-2">
        <p className="mr-auto flex flex-wrap items-baseline gap-x-2 text-amber-ink">
          <History aria-hidden size={15} strokeWidth={1.75} className="self-center" />
          <span className="font-semibold">In the past</span>
          <span className="text-12 max-sm:w-full">{exactTime(instant, zone)}</span>
        </p>
        <ButtonLink href="/bank/at">Return to now</ButtonLink>
      </div>
    </nav>
  )
}
