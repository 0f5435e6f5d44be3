import type { ReactNode, RefObject } from 'react'

type EventFrameProps = {
  zone: string
  currency: string | null
  caption: string
  /** The number of lines in all, when only some are rendered. */
  rowCount?: number
  /** Shows the account of each line. */
  accounts?: boolean
  /** Shows each line's amount and balance. */
  money?: boolean
  /** What the days and times are of. */
  clock?: 'occurred' | 'recorded'
  bodyRef?: RefObject<HTMLTableSectionElement | null>
  children: ReactNode
}

/**
 * The table around events: a column of days, then who or what, when, and how much. When narrow (a
 * small screen, or beside a panel) each event has two lines: what and amount; when and balance.
 */
export function EventFrame({ zone, currency, caption, rowCount, ...props }: EventFrameProps) {
  const { accounts = false, money = true, clock = 'occurred', bodyRef, children } = props
  const inCurrency = (name: string) => (currency === null ? name : `${name}, ${currency}`)
  const when = clock === 'occurred' ? 'Effective' : 'Recorded'
  return (
    <div className="@container">
      <table
        aria-rowcount={rowCount}
        className="block w-full table-fixed border-rule border-t @4xl:table @4xl:border-t-0"
      >
        <caption className="sr-only">{caption}</caption>
        <thead className="sr-only @4xl:not-sr-only @4xl:table-header-group">
          <tr
            aria-rowindex={rowCount === undefined ? undefined : 1}
            className={`text-left text-12 text-faint ${HEADS}`}
          >
            <th
              scope="col"
              title={zone}
              aria-label={`${when}, ${zone}`}
              className="w-36 truncate pr-3"
            >
              {when}
            </th>
            <th scope="col">Event</th>
            {accounts ? (
              <th scope="col" className="hidden w-20 @4xl:table-cell @6xl:w-46">
                Account
              </th>
            ) : (
              <th scope="col" className="hidden w-14 @4xl:table-cell">
                <abbr title="Event number" className="no-underline">
                  No.
                </abbr>
              </th>
            )}
            <th scope="col" className="hidden w-32 @6xl:table-cell">
              By
            </th>
            <th scope="col" className="w-24">
              {clock === 'occurred' ? 'Time' : 'Effective'}
            </th>
            {money && (
              <>
                <th scope="col" className="w-34 text-right">
                  {inCurrency('Amount')}
                </th>
                <th scope="col" className="w-34 pr-2 text-right">
                  {inCurrency('Balance')}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody ref={bodyRef} className="block @4xl:table-row-group">
          {children}
        </tbody>
      </table>
    </div>
  )
}

/** The heads stay in sight; a collapsed border would scroll away, so the rule is a shadow. */
const HEADS = `[&>th]:py-2 [&>th]:font-normal @4xl:[&>th]:sticky @4xl:[&>th]:top-0 @4xl:[&>th]:z-10
  @4xl:[&>th]:bg-paper @4xl:[&>th]:shadow-[inset_0_-1px_0_var(--rule)]`
