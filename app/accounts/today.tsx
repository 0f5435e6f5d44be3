import Link from 'next/link'
import type { StaffOverview } from '@/app/_server/bank/staff-home'
import { Amount } from '@/app/_ui/amount'
import { type TimelineView, timelinePath } from '@/app/_wire/timeline'
import { dayInWords } from '@/domain/date-words'

type TodayProps = {
  overview: Pick<StaffOverview, 'today' | 'events' | 'isPart' | 'totals'>
  zone: string
}

const LINK =
  'target-inline inline-flex items-center justify-end underline decoration-rule-strong underline-offset-4 hover:text-accent'

/** What happened at the bank today: money in and out by currency, each figure with its events. */
export function Today({ overview: { today, events, isPart, totals }, zone }: TodayProps) {
  const hrefOf = (view: Partial<TimelineView>) =>
    timelinePath(null, { from: today, to: today, zone, ...view })
  const count = events === 1 ? 'One event' : `${events.toLocaleString('en')} events`
  return (
    <section aria-labelledby="today" className="min-w-0">
      <h2 id="today" className="mb-2 font-medium text-16">
        Today
      </h2>
      <p className="border-rule border-t py-3 text-soft">
        {events === 0 ? (
          'No events'
        ) : (
          <Link prefetch={false} href={hrefOf({})} className={LINK}>
            {isPart ? `The last ${count}` : count}
          </Link>
        )}
        {` on ${dayInWords(today)}, ${zone}`}
      </p>
      {totals.length > 0 && (
        <table className="w-full">
          <caption className="sr-only">Money in and out today, by currency</caption>
          <thead>
            <tr className="border-rule border-y text-12 text-faint [&>th]:py-2 [&>th]:font-normal">
              <th scope="col" className="text-left">
                Currency
              </th>
              <th scope="col" className="text-right">
                In
              </th>
              <th scope="col" className="text-right">
                Out
              </th>
            </tr>
          </thead>
          <tbody>
            {totals.map(({ currency, inflow, outflow }) => (
              <tr key={currency} className="border-rule border-b [&>*]:py-2">
                <th scope="row" className="text-left font-normal">
                  {currency}
                </th>
                <td className="text-right">
                  <Link
                    prefetch={false}
                    href={hrefOf({ currency, direction: 'in' })}
                    className={LINK}
                  >
                    <Amount value={inflow} />
                  </Link>
                </td>
                <td className="text-right">
                  <Link
                    prefetch={false}
                    href={hrefOf({ currency, direction: 'out' })}
                    className={LINK}
                  >
                    <Amount value={outflow} />
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
