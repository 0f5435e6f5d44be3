import { instantWords } from '@/app/_past/moment-words'
import { wallTime } from '@/app/_time/instant'
import { DAY_MS } from '@/app/_time/period'
import type { CourseJson } from '@/app/_wire/look-back'
import { LATE_NAMED_MAX, type Scale } from './chart-scale'

type ChartAxisProps = {
  course: CourseJson
  scale: Scale
  zone: string
  knownAt: string | null
  /** A shown version, which doesn't count what was recorded after it, though the line does. */
  upTo?: number | null
}

/** Where the axis is labelled, from 0 to 1; a narrow chart labels the ends only. */
const NAMED = [0, 0.25, 0.5, 0.75, 1]

/** The dates under a chart, and what it shows in words. */
export function ChartAxis({ course, scale, zone, ...props }: ChartAxisProps) {
  const stops = scale.axis === 'time' ? evenly(course) : ofEvents(course, scale)
  const [first, last] = [stops[0]?.time ?? 0, stops.at(-1)?.time ?? 0]
  const labels = stops.map(({ time, place }) => {
    return { place, ...wallTime(new Date(time).toISOString(), zone) }
  })
  // What has no time of day is on no clock.
  const isDated = course.points.every(({ occurredOn }) => occurredOn !== undefined)
  const isOneDay = !isDated && labels.every(({ date }) => date === labels[0]?.date)
  const isShort = !isDated && scale.axis === 'time' && last - first < DAY_MS * NAMED.length
  const clockLength = Math.abs(last - first) < 600_000 ? 8 : 5
  return (
    <figcaption className="col-start-2 mx-2 mt-1 text-12 text-faint">
      <div aria-hidden className="relative h-4">
        {labels.map(({ place, date, time }) => {
          const clock = time.slice(0, clockLength)
          return (
            <span
              key={place}
              style={{ left: `${place * 100}%` }}
              className={`absolute whitespace-nowrap ${sideOf(place)} ${labels.length > 2 && place > 0 && place < 1 ? 'max-sm:hidden' : ''}`}
            >
              {isOneDay ? clock : isShort ? `${date.slice(5)} ${clock}` : date}
            </span>
          )
        })}
      </div>
      <p className="mt-0.5">{captionOf({ course, scale, zone, ...props })}</p>
    </figcaption>
  )
}

function sideOf(place: number): string {
  if (place === 0) return ''
  return place === 1 ? '-translate-x-full' : '-translate-x-1/2'
}

type AxisStop = { place: number; time: number }

function evenly({ points }: CourseJson): AxisStop[] {
  const [start, end] = [points[0], points.at(-1)].map(end => Date.parse(end?.frontierAt ?? ''))
  if (start === undefined || end === undefined) return []
  return NAMED.map(place => ({ place, time: Math.round(start + place * (end - start)) }))
}

/** Some of the events, where they are. */
function ofEvents({ points }: CourseJson, { x }: Scale): AxisStop[] {
  const named = new Set(NAMED.map(place => points[Math.round(place * (points.length - 1))]))
  return [...named].flatMap(point =>
    point ? [{ place: x(point.version), time: Date.parse(point.occurredAt) }] : [],
  )
}

function captionOf({ course, scale, zone, knownAt, upTo = null }: ChartAxisProps): string {
  const { points, byDate, from, to, currency } = course
  const count = to - from + 1
  const said =
    scale.axis === 'time'
      ? [
          `Balance in ${currency} by effective date, ${knownAt === null ? 'with today’s records' : `with records as of ${instantWords(knownAt, zone)}`}; events ${from} to ${to}, times in ${zone}.`,
        ]
      : [
          `Balance in ${currency} after each event, ${from} to ${to}; times in ${zone}.`,
          'Spaced by event, in the order recorded, not by time.',
        ]
  const isLater = ({ version }: { version: number }) => upTo !== null && version > upTo
  if (scale.axis === 'time' && byDate.late.some(isLater)) {
    said.push(
      `The line counts late entries recorded after event ${upTo}; the balance above doesn’t.`,
    )
  }
  if (byDate.lateCount > LATE_NAMED_MAX) {
    said.push(`At most ${LATE_NAMED_MAX} of ${byDate.lateCount} late entries are marked.`)
  }
  if (count > points.length) {
    said.push(
      `${points.length} of ${count} events are shown, with exact balances. Zoom in to see all.`,
    )
  }
  return said.join(' ')
}
