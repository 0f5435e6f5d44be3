import { capitalized, instantWords, momentWords, type NamedMoment } from '@/app/_past/moment-words'
import { wallTime } from '@/app/_time/instant'
import type { Kept } from '@/app/_time/moment-path'
import { ButtonLink } from '@/app/_ui/button-link'
import { PastStrip } from '@/app/_ui/past-strip'
import { MomentLine, VersionLine } from '../../moment-line'
import { TimeKey } from '../../time-key'
import { pathOfChoice } from './choice-path'
import { ReturnKey } from './return-key'

type PastBarProps = {
  id: string
  moment: NamedMoment
  /** The version of the account's newest event. */
  newest: number
  zone: string
  keep: Kept
}

/** The time machine's bar in the past: the shown moment, and the form of its kind for another. */
export function PastBar({ id, moment, newest, zone, keep }: PastBarProps) {
  const { event } = moment
  return (
    <>
      {event ? (
        <PastStrip
          title={capitalized(momentWords(moment, zone))}
          nowHref={`/accounts/${id}`}
          nowKey="Esc"
        >
          <div className="flex items-center gap-4">
            <VersionLine id={id} version={event.version} newest={newest} keep={keep} />
            <ButtonLink
              href={pathOfChoice(id, moment, keep)}
              look="bare"
              className="h-8 min-h-8! max-xl:hidden"
            >
              Choose a date
            </ButtonLink>
          </div>
        </PastStrip>
      ) : (
        <PastStrip when={datesOf(moment, zone)} nowHref={`/accounts/${id}`} nowKey="Esc">
          <DateLine {...{ id, moment, zone, keep }} />
        </PastStrip>
      )}
      <TimeKey field={event ? 'bar-version' : 'bar-date'} />
      <ReturnKey id={id} />
    </>
  )
}

function DateLine({ id, moment, zone, keep }: Omit<PastBarProps, 'newest'>) {
  const { asOf, knownAt } = moment
  const at = wallTime(asOf ?? new Date().toISOString(), zone)
  const known = knownAt === null ? null : wallTime(knownAt, zone)
  return (
    <MomentLine
      id={id}
      date={at.date}
      time={asOf === null ? '' : at.time + at.fraction}
      zone={zone}
      knownDate={known?.date ?? ''}
      knownTime={known ? known.time + known.fraction : ''}
      {...(asOf !== null && { shown: asOf })}
      axis={keep.axis}
    />
  )
}

function datesOf({ asOf, knownAt }: NamedMoment, zone: string): string {
  const when = asOf === null ? 'Now' : instantWords(asOf, zone)
  return knownAt === null ? when : `${when}, using records as of ${instantWords(knownAt, zone)}`
}
