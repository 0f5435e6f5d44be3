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
  bodyRef?: RefObject<HTMLTableSectionElement | null>
  children: ReactNode
}

/**
 * The table around events. When narrow (a small screen, or beside a panel) each event has two
 * lines: what and amount; when and balance.
 */
export function EventFrame({ zone, currency, caption, rowCount, ...props }: EventFrameProps) {
  const { accounts = false, money = true, bodyRef, children } = props
  const inCurrency = (name: string) => (currency === null ? name : `${name}, ${currency}`)
  return (
    <div className="@container">
      <table
        aria-rowcount={rowCount}
        className="block w-full table-fixed border-rule border-t @2xl:table @2xl:border-t-0"
      >
        <caption className="sr-only">{caption}</caption>
        <thead className="sr-only @2xl:not-sr-only @2xl:table-header-group">
          <tr
            aria-rowindex={rowCount === undefined ? undefined : 1}
            className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal"
          >
            <th scope="col" className="w-18">
              <abbr title="Event number" className="no-underline">
                No.
              </abbr>
            </th>
            <th scope="col" className="w-56">{`Effective, ${zone}`}</th>
            <th scope="col">Event</th>
            {accounts && (
              <th scope="col" className="hidden w-18 @2xl:table-cell @4xl:w-46">
                Account
              </th>
            )}
            <th scope="col" className="hidden w-32 @4xl:table-cell">
              By
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
        <tbody ref={bodyRef} className="block @2xl:table-row-group">
          {children}
        </tbody>
      </table>
    </div>
  )
}
