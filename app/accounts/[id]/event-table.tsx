import type { ReactNode } from 'react'

type EventTableProps = {
  zone: string
  currency: string
  /** What the table is, for those who can't see where it stands. */
  caption?: string
  children: ReactNode
}

/** The frame around an account's events; on a narrow screen each row becomes two lines. */
export function EventTable({ zone, currency, caption, children }: EventTableProps) {
  return (
    <table className="block w-full border-rule border-t sm:table sm:border-t-0">
      <caption className="sr-only">{caption ?? 'Events, newest first'}</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col" className="pr-4">
            <abbr title="Number of the event" className="no-underline">
              No.
            </abbr>
          </th>
          <th scope="col">{`When, ${zone}`}</th>
          <th scope="col">What</th>
          <th scope="col" className="hidden lg:table-cell">
            By
          </th>
          <th scope="col" className="whitespace-nowrap text-right">{`Amount, ${currency}`}</th>
          <th scope="col" className="whitespace-nowrap pl-8 text-right">
            {`Balance, ${currency}`}
          </th>
          <th scope="col" className="w-12">
            <span className="sr-only">Raw event</span>
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">{children}</tbody>
    </table>
  )
}
