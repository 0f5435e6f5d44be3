import Link from 'next/link'
import type { InsightsJson } from '@/app/_wire/bank'
import { timelinePath } from '@/app/_wire/timeline'
import { FIGURE, HEAD } from './sizes'
import { Summary } from './summary'

/** Events by hour of the day, and the single hours with the most events. */
export function Hours({ insights }: { insights: InsightsJson }) {
  const { hours, busiest, currency, from, to } = insights
  if (busiest.length === 0) return null
  const ofDay = hours.map(({ hour, events }) => ({
    name: `${String(hour).padStart(2, '0')}:00`,
    events,
    href: timelinePath(null, { currency, from, to, hour, zone: 'UTC' }),
  }))
  const single = busiest.map(({ from, to, events }) => ({
    name: `${from.slice(0, 10)} ${from.slice(11, 16)} – ${to.slice(11, 16)}`,
    events,
    href: timelinePath(null, { currency, from, to, zone: 'UTC' }),
  }))
  return (
    <section aria-labelledby="hours" className="mt-14">
      <h2 id="hours" className="font-medium text-16">{`Busiest hours, ${currency}`}</h2>
      <div className="mt-3 grid gap-8 md:grid-cols-2">
        <figure>
          <p className="mb-1 text-12 text-soft">Events by hour of day, UTC</p>
          <HourBars hours={hours} />
          <figcaption className="flex justify-between text-12 text-faint">
            <span>00</span>
            <span>06</span>
            <span>12</span>
            <span>18</span>
            <span>24</span>
          </figcaption>
          <details className="mt-2">
            <Summary>Show as a table</Summary>
            <HourTable caption="Events by hour of day, UTC" rows={ofDay} />
          </details>
        </figure>
        <HourTable caption="Hours with the most events" rows={single} />
      </div>
    </section>
  )
}

function HourBars({ hours }: Pick<InsightsJson, 'hours'>) {
  const most = Math.max(1, ...hours.map(({ events }) => events))
  return (
    <svg
      role="img"
      aria-label="Events by hour of day, UTC; figures in the table below"
      viewBox="0 0 240 100"
      preserveAspectRatio="none"
      className="h-40 w-full border-rule border-b"
    >
      {hours.map(({ hour, events }) => (
        <rect
          key={hour}
          x={hour * 10 + 1.5}
          width={7}
          y={100 - (events / most) * 100}
          height={(events / most) * 100}
          className="fill-accent"
        />
      ))}
    </svg>
  )
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
          <tr key={name} className="border-rule border-b [&>*]:py-1.5">
            <th scope="row" className="text-left font-normal text-soft">
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
