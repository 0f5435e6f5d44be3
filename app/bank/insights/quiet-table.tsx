import Link from 'next/link'
import { AccountTable } from '@/app/_accounts/account-table'
import { dayZone } from '@/app/_server/bank/insights'
import type { QuietAccountJson } from '@/app/_wire/bank'
import { timelinePath } from '@/app/_wire/timeline'
import { accountStream } from '@/domain/bank-account/account-stream'
import { FIGURE } from './part'

type QuietTableProps = { caption: string; accounts: readonly QuietAccountJson[] }

/** Accounts with their balance now and the day of their last movement. */
export async function QuietTable({ caption, accounts }: QuietTableProps) {
  const zone = await dayZone()
  return (
    <AccountTable
      caption={caption}
      accounts={accounts}
      zone={zone}
      column={{
        heading: `Last event, ${zone}`,
        cellOf: account => <LastDay {...account} zone={zone} />,
      }}
    />
  )
}

/** The last day with its events; above the row's own link. */
function LastDay({ id, lastDay, zone }: QuietAccountJson & { zone: string }) {
  const href = timelinePath(accountStream(id), { from: lastDay, to: lastDay, zone })
  return (
    <Link prefetch={false} href={href} className={`${FIGURE} relative`}>
      {lastDay}
    </Link>
  )
}
