import Link from 'next/link'
import type { InsightsJson } from '@/app/_wire/bank'
import { timelinePath } from '@/app/_wire/timeline'
import { FIGURE, HEAD } from './sizes'
import { Summary } from './summary'

/** When most happens: over the hours of the day, and the single hours with the most events. */
export function Hours({ insights: { hours, busiest, currency } }: { insights: InsightsJson }) {
  if (busiest.length === 0) return null
  const most = Math.max(1, ...hours.map(({ events }) => events))
  return (
    <section aria-labelledby="hours" className="mt-14">
      <h2 id="hours" className="font-medium text-16">{`Busiest hours, ${currency}`}</h2>
      <div className="mt-3 grid gap-8 md:grid-cols-2">
        <figure>
          <p className="mb-1 text-12 text-soft">Events by hour of the day, UTC</p>
          <svg
            role="img"
            aria-label="Events by hour of the day, UTC; the table below has the figures"
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
          <figcaption className="flex justify-between text-12 text-faint">
            <span>00</span>
            <span>06</span>
            <span>12</span>
            <span>18</span>
            <span>24</span>
          </figcaption>
          <details className="mt-2">
            <Summary>The hours of the day as a table</Summary>
            <table className="w-full">
              <caption className="sr-only">Events by hour of the day, UTC</caption>
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
                {hours.map(({ hour, events }) => (
                  <tr key={hour} className="border-rule border-b [&>*]:py-1">
                    <th scope="row" className="text-left font-normal text-soft">
                      {`${String(hour).padStart(2, '0')}:00`}
                    </th>
                    <td className="text-right">{events}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </figure>
        <table className="w-full self-start">
          <caption className="sr-only">The hours with the most events</caption>
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
            {busiest.map(({ from, to, events }) => (
              <tr key={from} className="border-rule border-b [&>*]:py-1.5">
                <th scope="row" className="text-left font-normal text-soft">
                  {`${from.slice(0, 10)} ${from.slice(11, 16)} – ${to.slice(11, 16)}`}
                </th>
                <td className="text-right">
                  <Link
                    prefetch={false}
                    href={timelinePath(null, { currency, from, to, zone: 'UTC' })}
                    className={FIGURE}
                  >
                    {events}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
