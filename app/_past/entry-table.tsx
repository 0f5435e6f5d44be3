import Link from 'next/link'
import { pathAfterEvent } from '@/app/_time/moment-path'
import { Amount } from '@/app/_ui/amount'
import { headlineOf, lineOf } from '@/app/_ui/event-words'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { streamOf } from '@/app/_wire/stream-path'
import type { EventJson } from '@/app/_wire/types'

/** One event of an explanation. */
export type EntryRow = {
  event: EventJson
  change: string
  /** The sum of this event and those below it; absent where the list is no sum. */
  balance?: string
  late: boolean
}

type EntryTableProps = {
  caption: string
  zone: string
  /** Null for events of a stream without money. */
  currency: string | null
  rows: readonly EntryRow[]
}

const ROW = `border-rule border-b align-baseline grid grid-cols-[minmax(0,1fr)_auto]
  gap-x-3 gap-y-0.5 py-2.5 sm:table-row [&>*]:sm:py-2`

/** Events with their amounts; on narrow screens in two lines each. */
export function EntryTable({ caption, zone, currency, rows }: EntryTableProps) {
  const isSum = rows.some(({ balance }) => balance !== undefined)
  return (
    <table className="block w-full border-rule border-t sm:table sm:border-t-0">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col" className="pr-4">
            No.
          </th>
          <th scope="col">{`Effective, ${zone}`}</th>
          <th scope="col">Event</th>
          {currency !== null && (
            <th scope="col" className="whitespace-nowrap text-right">{`Amount, ${currency}`}</th>
          )}
          {isSum && (
            <th scope="col" className="whitespace-nowrap pl-8 text-right">
              {`Balance, ${currency}`}
            </th>
          )}
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {rows.map(row => (
          <Row key={row.event.version} {...{ row, zone, isSum }} hasAmount={currency !== null} />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = { row: EntryRow; zone: string; isSum: boolean; hasAmount: boolean }

function Row({ row, zone, isSum, hasAmount }: RowProps) {
  const { event, change, balance, late } = row
  const { title, rest } = headlineOf(event)
  const { reverses } = lineOf(event)
  const more = reverses === null ? rest : [`of event ${reverses}`, ...rest]
  return (
    <tr className={ROW}>
      <th scope="row" className="hidden pr-4 text-left font-normal sm:table-cell">
        <Link
          prefetch={false}
          href={pathAfterEvent(streamOf(event), event.version)}
          className="inline-block min-w-6 rounded-sm py-0.5 font-mono text-12 text-soft underline decoration-rule-strong underline-offset-4 hover:text-accent"
        >
          {event.version}
        </Link>
      </th>
      <td className="order-3 text-12 text-soft sm:pr-6">
        <Time instant={event.occurredAt} on={event.occurredOn} zone={zone} />
        {late && (
          <span className="block">
            recorded <Time instant={event.createdAt} zone={zone} />
          </span>
        )}
      </td>
      <td className="order-1 min-w-0 sm:w-full sm:max-w-0 sm:cut sm:pr-4">
        <span className="font-medium">
          <UserText>{title}</UserText>
        </span>
        {late && (
          <span className="ml-2 rounded-sm border border-rule-strong px-1 text-12 text-soft">
            late
          </span>
        )}
        {more.map(part => (
          <span key={part} title={part} className="pl-2 text-12 text-soft">
            <UserText>{part}</UserText>
          </span>
        ))}
      </td>
      {hasAmount && (
        <td className="order-2 text-right">
          {event.money ? (
            <Amount value={change} signed />
          ) : (
            <span className="text-12 text-faint">no change</span>
          )}
        </td>
      )}
      {isSum && (
        <td className="order-4 text-right text-12 sm:pl-8 sm:text-14">
          {balance !== undefined && <Amount value={balance} />}
        </td>
      )}
    </tr>
  )
}
