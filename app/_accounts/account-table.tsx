import Link from 'next/link'
import type { ReactNode } from 'react'
import { Amount } from '@/app/_ui/amount'
import { StatusMark } from '@/app/_ui/status-mark'
import { Day } from '@/app/_ui/time'
import type { AccountJson } from '@/app/_wire/types'

/** A column of the list's own in place of the day of opening. */
export type OwnColumn<Account> = {
  readonly heading: string
  readonly cellOf: (account: Account) => ReactNode
}

type AccountTableProps<Account extends AccountJson> = {
  caption?: string
  accounts: readonly Account[]
  zone: string
  /** The reader's own words for accounts, by id. */
  nicknames?: Readonly<Record<string, string>> | undefined
  /** Where an account leads to; by default to its page. */
  hrefOf?: (account: Account) => string
  column?: OwnColumn<Account>
}

/** The one table of accounts, wherever they are listed; on narrow screens in two lines each. */
export function AccountTable<Account extends AccountJson>({
  caption = 'Accounts with current balances',
  accounts,
  zone,
  nicknames = {},
  hrefOf = ({ id }) => `/accounts/${id}`,
  column,
}: AccountTableProps<Account>) {
  const own = column !== undefined
  return (
    <table className="block w-full border-rule border-t sm:table sm:border-t-0">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col">Owner</th>
          <th scope="col">Number</th>
          <th scope="col" className={own ? 'hidden lg:table-cell' : ''}>
            Reference
          </th>
          <th scope="col" className={own ? '' : 'hidden lg:table-cell'}>
            {column?.heading ?? 'Opened'}
          </th>
          <th scope="col" colSpan={2} className="text-right">
            Balance
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {accounts.map(account => (
          <AccountRow
            key={account.id}
            account={account}
            nickname={nicknames[account.id]}
            href={hrefOf(account)}
            own={own}
          >
            {column?.cellOf(account) ?? (
              <Day instant={account.openedAt} on={account.openedOn} zone={zone} />
            )}
          </AccountRow>
        ))}
      </tbody>
    </table>
  )
}

/** Two lines below 640 px: owner and balance; number and reference. */
const ROW = `transition-calm relative border-rule border-b hover:bg-sunken
  grid grid-cols-[minmax(0,1fr)_auto_auto] items-baseline gap-x-1 gap-y-0.5 py-3 sm:table-row
  sm:h-12`

/** A cell that ends the second line on narrow screens. */
const SECOND = 'order-4 col-span-2 text-right text-12 text-soft sm:pr-6 sm:text-left'

type AccountRowProps = {
  account: AccountJson
  nickname: string | undefined
  href: string
  /** Whether the list has a column of its own, which comes before the reference. */
  own: boolean
  /** The cell of that column, or the day of opening. */
  children: ReactNode
}

function AccountRow({ account, nickname, href, own, children }: AccountRowProps) {
  const { owner, number, reference, balance, available, currency, status } = account
  return (
    <tr className={ROW}>
      <th scope="row" className="cut text-left font-medium sm:max-w-64 sm:pr-6">
        <Link
          // Prefetching every visible account would send too many requests.
          prefetch={false}
          href={href}
          className="after:absolute after:inset-0"
        >
          <bdi>{nickname ?? owner}</bdi>
        </Link>
        {nickname !== undefined && (
          <bdi className="ml-2 font-normal text-12 text-soft max-sm:hidden">{owner}</bdi>
        )}
        {status !== 'open' && (
          <span className="ml-2">
            <StatusMark status={status} />
          </span>
        )}
      </th>
      <td className="order-3 font-mono text-12 text-soft sm:pr-6">{number}</td>
      <td className={`${SECOND} cut sm:max-w-40 ${own ? 'hidden lg:table-cell' : ''}`}>
        {available !== balance && (
          <span className="sm:hidden">
            <Amount value={available} /> available
          </span>
        )}
        <bdi className={available === balance ? '' : 'max-sm:hidden'}>{reference}</bdi>
      </td>
      <td className={`${SECOND} ${own ? '' : 'hidden lg:table-cell'}`}>{children}</td>
      <td className="order-1 text-right font-medium sm:order-none">
        <Amount value={balance} aligned />
        {available !== balance && (
          <span className="hidden whitespace-nowrap font-normal text-12 text-soft sm:block [&_.minor]:text-inherit">
            {'available '}
            <Amount value={available} aligned />
          </span>
        )}
      </td>
      <td className="order-2 w-9 text-right text-12 text-soft sm:order-none">{currency}</td>
    </tr>
  )
}
