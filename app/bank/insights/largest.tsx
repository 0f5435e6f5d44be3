import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import { Time } from '@/app/_ui/time'
import type { InsightsJson, LargestMovementJson } from '@/app/_wire/bank'
import { accountStream } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import { FIGURE, HEAD } from './sizes'

type LargestProps = { insights: InsightsJson; zone: string }

export function Largest({ insights: { largest, currency }, zone }: LargestProps) {
  if (largest.length === 0) return null
  return (
    <section aria-labelledby="largest" className="mt-14">
      <h2 id="largest" className="font-medium text-16">{`Largest movements, ${currency}`}</h2>
      <table className="mt-2 block w-full sm:table">
        <caption className="sr-only">{`Largest movements in ${currency}`}</caption>
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr className={HEAD}>
            <th scope="col" className="text-left">{`Effective, ${zone}`}</th>
            <th scope="col" className="text-left">
              Event
            </th>
            <th scope="col" className="text-left">
              Account
            </th>
            <th scope="col" className="text-right">{`Amount, ${currency}`}</th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {largest.map(one => (
            <Row key={`${one.accountId} ${one.version}`} movement={one} zone={zone} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ movement, zone }: { movement: LargestMovementJson; zone: string }) {
  const { accountId, owner, version, isOut: out, amount, occurredAt, note } = movement
  return (
    <tr className="border-rule border-b align-baseline max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-3 max-sm:py-2 sm:[&>*]:py-2">
      <td className="whitespace-nowrap text-12 text-soft max-sm:order-3 sm:pr-6">
        <Time instant={occurredAt} zone={zone} />
      </td>
      <td className="min-w-0 cut max-sm:order-4 max-sm:text-right max-sm:text-12 sm:max-w-56 sm:pr-6">
        {out ? 'Withdrawn' : 'Deposited'}
        {note && (
          <span title={note} className="pl-2 text-12 text-soft max-sm:hidden">
            {note}
          </span>
        )}
      </td>
      <td className="min-w-0 cut max-sm:order-1 sm:max-w-56 sm:pr-6">
        <Link prefetch={false} href={`/accounts/${accountId}`} className={FIGURE}>
          {owner}
        </Link>
      </td>
      <td className="text-right font-medium max-sm:order-2">
        <Link
          prefetch={false}
          href={timelinePath(accountStream(accountId), { event: version })}
          className={FIGURE}
        >
          <Amount value={out ? `-${amount}` : amount} signed />
        </Link>
      </td>
    </tr>
  )
}
