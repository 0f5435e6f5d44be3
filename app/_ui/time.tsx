import { exactTime, wallTime } from '@/app/_time/instant'

type TimeProps = {
  /** ISO 8601 in UTC. */
  instant: string
  zone: string
  /** The calendar date of what came without a time of day (`occurredOn`): shown instead. */
  on?: string | null | undefined
  className?: string
}

/** A moment to the minute, with its date in ISO order; the tooltip has it exactly. */
export function Time({ exact = false, ...props }: TimeProps & { exact?: boolean }) {
  const { instant, zone, on } = props
  if (on) return <Day {...props} />
  const { date, time, fraction, offset } = wallTime(instant, zone)
  return (
    <time
      dateTime={instant}
      title={exactTime(instant, zone)}
      className={`whitespace-nowrap ${props.className ?? ''}`}
    >
      {`${date} ${exact ? time : time.slice(0, 5)}`}
      {exact && <span className="text-faint">{`${fraction} ${offset}`}</span>}
    </time>
  )
}

export function Day({ instant, zone, on, className = '' }: TimeProps) {
  return on ? (
    <time dateTime={on} className={className}>
      {on}
    </time>
  ) : (
    <time dateTime={instant} title={exactTime(instant, zone)} className={className}>
      {wallTime(instant, zone).date}
    </time>
  )
}
