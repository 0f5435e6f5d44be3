import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import { Day } from '@/app/_ui/time'
import type { AccountJson } from '@/app/_wire/types'

type AccountTableProps = { accounts: readonly AccountJson[]; zone: string }

/** Accounts as a table; on narrow screens in two lines each. */
export function AccountTable({ accounts, zone }: AccountTableProps) {
  return (
    <table className="block w-full border-rule border-t sm:table sm:border-t-0">
      <caption className="sr-only">Accounts with current balances</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col">Owner</th>
          <th scope="col">Number</th>
          <th scope="col">Reference</th>
          <th scope="col" className="hidden lg:table-cell">
            Opened
          </th>
          <th scope="col" colSpan={2} className="text-right">
            Balance
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {accounts.map(account => (
          <AccountRow key={account.id} account={account} zone={zone} />
        ))}
      </tbody>
    </table>
  )
}

/** Two lines below 640 px: owner and balance; number and reference. */
const ROW = `transition-calm relative border-rule border-b hover:bg-sunken
  grid grid-cols-[minmax(0,1fr)_auto_auto] items-baseline gap-x-1 gap-y-0.5 py-3 sm:table-row
  sm:h-12`

function AccountRow({ account, zone }: { account: AccountJson; zone: string }) {
  const { id, owner, number, reference, balance, currency, openedAt } = account
  return (
    <tr className={ROW}>
      <th scope="row" className="cut text-left font-medium sm:max-w-64 sm:pr-6">
        <Link
          // Prefetching every visible account would send too many requests.
          prefetch={false}
          href={`/accounts/${id}`}
          className="after:absolute after:inset-0"
        >
          {owner}
        </Link>
      </th>
      <td className="order-3 font-mono text-12 text-soft sm:pr-6">{number}</td>
      <td className="order-4 col-span-2 cut text-right text-12 text-soft sm:max-w-40 sm:pr-6 sm:text-left">
        {reference}
      </td>
      <td className="hidden pr-6 text-12 text-soft lg:table-cell">
        <Day instant={openedAt} zone={zone} />
      </td>
      <td className="order-1 text-right font-medium sm:order-none">
        <Amount value={balance} aligned />
      </td>
      <td className="order-2 w-9 text-right text-12 text-soft sm:order-none">{currency}</td>
    </tr>
  )
}
