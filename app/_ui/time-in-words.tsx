import { exactTime } from '@/app/_time/instant'
import { timeInWords } from '@/app/_time/written'
import { dayInWords } from '@/domain/date-words'

type TimeInWordsProps = {
  /** ISO 8601 in UTC. */
  instant: string
  zone: string
  /** The calendar date of what came without a time of day (`occurredOn`): shown instead. */
  on?: string | null | undefined
}

/** A moment in a sentence: `26 Nov 2026, 14:03`; the tooltip has it exactly. */
export function TimeInWords({ instant, zone, on }: TimeInWordsProps) {
  return on ? (
    <time dateTime={on}>{dayInWords(on)}</time>
  ) : (
    <time dateTime={instant} title={exactTime(instant, zone)}>
      {timeInWords(instant, zone)}
    </time>
  )
}
