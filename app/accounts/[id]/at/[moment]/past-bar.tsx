import { exactTime, wallTime } from '@/app/_time/instant'
import { PastStrip } from '@/app/_ui/past-strip'
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

/** The time machine's bar in the past: the shown moment, and a form for another one. */
export function PastBar({ id, instant, knownAt, zone }: PastBarProps) {
  const { date, time, fraction } = wallTime(instant, zone)
  const known = knownAt === null ? null : wallTime(knownAt, zone)
  const asKnown = knownAt === null ? '' : `, using records as of ${exactTime(knownAt, zone)}`
  return (
    <>
      <PastStrip
        when={`${exactTime(instant, zone)}${asKnown}`}
        nowHref={`/accounts/${id}`}
        nowKey="Esc"
      >
        <MomentLine
          id={id}
          date={date}
          time={time + fraction}
          zone={zone}
          knownDate={known?.date ?? ''}
          knownTime={known ? known.time + known.fraction : ''}
        />
      </PastStrip>
      <TimeKey />
      <ReturnKey id={id} />
    </>
  )
}
