import { History } from 'lucide-react'
import { exactTime, wallTime } from '@/app/_time/instant'
import { ButtonLink } from '@/app/_ui/button'
import { Kbd } from '@/app/_ui/kbd'
import { MomentLine } from '../../moment-line'
import { TimeKey } from '../../time-key'
import { ReturnKey } from './return-key'

type PastBarProps = {
  id: string
  /** The moment, ISO 8601 in UTC. */
  instant: string
  /** As the bank knew it then; null: now. */
  knownAt: string | null
  zone: string
}

/** The time machine on its way: where in the past this is, and the one press back to now. */
export function PastBar({ id, instant, knownAt, zone }: PastBarProps) {
  const { date, time, fraction } = wallTime(instant, zone)
  const known = knownAt === null ? null : wallTime(knownAt, zone)
  return (
    <nav
      aria-label="Time machine"
      data-chrome
      className="sticky top-0 z-20 border-amber border-t-3 border-b border-b-rule bg-amber-wash"
    >
      <div className="column flex min-h-12 items-center gap-x-6 py-1 max-sm:py-2">
        <p className="mr-auto flex items-baseline gap-2 text-amber-ink max-lg:flex-wrap">
          <History aria-hidden size={15} strokeWidth={1.75} className="self-center" />
          <span className="whitespace-nowrap font-semibold">In the past</span>
          <span className="text-12 max-lg:w-full lg:hidden">
            {exactTime(instant, zone)}
            {knownAt && `, as known at ${exactTime(knownAt, zone)}`}
          </span>
        </p>
        <div className="hidden lg:block">
          <MomentLine
            id={id}
            date={date}
            time={time + fraction}
            zone={zone}
            knownDate={known?.date ?? ''}
            knownTime={known ? known.time + known.fraction : ''}
          />
        </div>
        <ButtonLink href={`/accounts/${id}`}>
          Return to now
          <span className="pointer-coarse:hidden max-sm:hidden">
            <Kbd>Esc</Kbd>
          </span>
        </ButtonLink>
      </div>
      <TimeKey />
      <ReturnKey id={id} />
    </nav>
  )
}
