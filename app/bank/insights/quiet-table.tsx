import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import type { QuietAccountJson } from '@/app/_wire/bank'
import { accountStream } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import { FIGURE, HEAD } from './sizes'

type QuietTableProps = { caption: string; accounts: readonly QuietAccountJson[] }

/** Accounts with their balance now and the day of their last movement. */
export function QuietTable({ caption, accounts }: QuietTableProps) {
  return (
    <table className="mt-2 w-full max-w-3xl">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className={HEAD}>
          <th scope="col" className="text-left">
            Owner
          </th>
          <th scope="col" className="text-left">
            Last event, UTC
          </th>
          <th scope="col" className="text-right">
            Balance
          </th>
        </tr>
      </thead>
      <tbody>
        {accounts.map(({ id, owner, lastDay, balance, currency }) => (
          <tr key={id} className="border-rule border-b align-baseline [&>*]:py-2">
            <th scope="row" className="w-full max-w-0 cut pr-4 text-left font-medium">
              <Link prefetch={false} href={`/accounts/${id}`} className={FIGURE}>
                {owner}
              </Link>
            </th>
            <td className="whitespace-nowrap pr-6 text-12">
              <Link
                prefetch={false}
                href={timelinePath(accountStream(id), { from: lastDay, to: lastDay, zone: 'UTC' })}
                className={FIGURE}
              >
                {lastDay}
              </Link>
            </td>
            <td className="text-right">
              <Amount value={balance} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
