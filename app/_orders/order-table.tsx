import Link from 'next/link'
import { UserText } from '@/app/_ui/user-text'
import type { OrderLineJson } from '@/app/_wire/payment-orders'
import { orderPath } from '@/app/_wire/stream-path'
import { ruleWords, statusWord } from './order-words'

type OrderTableProps = { caption: string; lines: readonly OrderLineJson[] }

/** Payment orders, one in a row; on narrow screens in three lines each. */
export function OrderTable({ caption, lines }: OrderTableProps) {
  return (
    <table className="block w-full border-rule border-t sm:table sm:border-t-0">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col">To</th>
          <th scope="col">From</th>
          <th scope="col">Status</th>
          <th scope="col">Next date</th>
          <th scope="col" className="text-right">
            Each payment
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {lines.map(line => (
          <Row key={line.orderId} line={line} />
        ))}
      </tbody>
    </table>
  )
}

const ROW = `transition-calm relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5
  border-rule border-b py-3 hover:bg-sunken sm:table-row sm:[&>*]:py-3 sm:[&>*]:align-baseline`

function Row({ line }: { line: OrderLineJson }) {
  const { to, from, reference, rule, currency, status, open, next } = line
  const isRefused = open?.status === 'failed'
  return (
    <tr className={ROW}>
      <th scope="row" className="min-w-0 text-left font-medium sm:max-w-72 sm:pr-6">
        <Link
          prefetch={false}
          href={orderPath(line.orderId)}
          className="wrap-anywhere after:absolute after:inset-0"
        >
          <UserText>{to.owner}</UserText>
        </Link>
        {reference !== null && (
          <span className="wrap-anywhere block font-normal text-12 text-soft">
            <UserText>{reference}</UserText>
          </span>
        )}
      </th>
      <td className="wrap-anywhere order-2 col-span-2 min-w-0 text-12 text-soft sm:max-w-56 sm:pr-6">
        <span className="sm:hidden">From </span>
        <UserText>{from.owner}</UserText> <span className="font-mono sm:block">{from.number}</span>
      </td>
      <td className="order-3 text-12 sm:pr-6 sm:text-14">
        {isRefused ? (
          <span className="text-red-ink">Refused, tried again</span>
        ) : (
          statusWord(status)
        )}
      </td>
      <td className="order-4 text-right text-12 text-soft sm:pr-6 sm:text-left sm:text-14">
        {next[0] && !isRefused ? <time dateTime={next[0].on}>{next[0].on}</time> : '–'}
      </td>
      <td className="order-1 max-w-44 text-right font-medium sm:order-none">
        {ruleWords(rule, currency)}
      </td>
    </tr>
  )
}
