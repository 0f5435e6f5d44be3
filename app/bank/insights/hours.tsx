import Link from 'next/link'
import type { InsightsJson } from '@/app/_wire/bank'
import { timelinePath } from '@/app/_wire/timeline'
import { axisOver, countText } from './axis'
import { Columns } from './columns'
import { FIGURE, HEAD, LINE, NAME, Note, Part } from './part'
import { Summary } from './summary'

/** Events by hour of the day, and the single hours with the most events. */
export function Hours({ insights }: { insights: InsightsJson }) {
  const { hours, busiest, currency, timeZone, from, to } = insights
  const ofDay = hours.map(({ hour, events }) => ({
    name: `${String(hour).padStart(2, '0')}:00`,
    events,
    href: timelinePath(null, { currency, from, to, hour, zone: timeZone }),
  }))
  const single = busiest.map(({ from, to, events }) => ({
    name: `${from.slice(0, 10)} ${from.slice(11, 16)} – ${to.slice(11, 16)}`,
    events,
    href: timelinePath(null, { currency, from, to, zone: 'UTC' }),
  }))
  const title = `Busiest hours, ${currency}`
  if (busiest.length === 0) {
    return (
      <Part id="hours" title={title}>
        <Note>No events with a time of day.</Note>
      </Part>
    )
  }
  return (
    <Part id="hours" title={title}>
      <figure className="mt-3">
        <figcaption className="text-12 text-soft">Events by hour of day, UTC</figcaption>
        <Columns
          name="Events by hour of day, UTC"
          columns={ofDay.map(({ name, events, href }) => ({
            label: name,
            up: { value: BigInt(events), name: `${name} UTC: ${eventsText(events)}`, href },
          }))}
          axis={axisOver(hours.map(({ events }) => BigInt(events)))}
          figureOf={countText}
          next="hours-table"
        />
      </figure>
      <div className="mt-4 grid gap-8 md:grid-cols-2">
        <details id="hours-table">
          <Summary>Show as a table</Summary>
          <HourTable caption="Events by hour of day, UTC" rows={ofDay} />
        </details>
        <HourTable caption="Hours with the most events" rows={single} />
      </div>
    </Part>
  )
}

function eventsText(events: number): string {
  return events === 1 ? '1 event' : `${countText(events)} events`
}

type HourTableProps = {
  caption: string
  rows: readonly { name: string; events: number; href: string }[]
}

/** The number of events in each hour, linked to them. */
function HourTable({ caption, rows }: HourTableProps) {
  return (
    <table className="w-full self-start">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className={HEAD}>
          <th scope="col" className="text-left">
            Hour, UTC
          </th>
          <th scope="col" className="text-right">
            Events
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, events, href }) => (
          <tr key={name} className={LINE}>
            <th scope="row" className={NAME}>
              {name}
            </th>
            <td className="text-right">
              {events === 0 ? (
                events
              ) : (
                <Link prefetch={false} href={href} className={FIGURE}>
                  {events}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
