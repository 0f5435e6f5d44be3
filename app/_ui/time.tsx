import { exactTime, wallTime } from '@/app/_time/instant'

type TimeProps = {
  /** ISO 8601 in UTC. */
  instant: string
  zone: string
  className?: string
}

/** An exact moment, with its zone's offset at that time. */
export function Time({ instant, zone, className = '' }: TimeProps) {
  const { date, time, fraction, offset } = wallTime(instant, zone)
  return (
    <time dateTime={instant} title={exactTime(instant, zone)} className={className}>
      <span className="whitespace-nowrap">
        {date} {time}
        <span className="text-faint">{`${fraction} ${offset}`}</span>
      </span>
    </time>
  )
}

export function Day({ instant, zone, className = '' }: TimeProps) {
  return (
    <time dateTime={instant} title={exactTime(instant, zone)} className={className}>
      {wallTime(instant, zone).date}
    </time>
  )
}
