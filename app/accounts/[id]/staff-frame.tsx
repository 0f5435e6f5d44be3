import Link from 'next/link'
import type { ReactNode } from 'react'
import { may, mayDo } from '@/app/_server/people/rights'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import type { StaffView } from './read-staff'
import { readStanding } from './read-standing'
import { StaffNav, type StaffPart } from './staff-nav'
import { StandingNotice } from './standing-notice'

type StaffFrameProps = {
  view: StaffView
  title: string
  part: StaffPart | null
  children: ReactNode
}

/** A page on one account beside its own: name, money, standing, and one thing to do. */
export async function StaffFrame({ view, title, part, children }: StaffFrameProps) {
  const { viewer, account, zone } = view
  const standing = await readStanding(viewer, account)
  return (
    <main id="main" className="column-narrow py-8">
      <header>
        <h1 className="min-w-0 break-words font-semibold text-20">
          <Link href={`/accounts/${account.id}`} className="underline-offset-4 hover:underline">
            <UserText>{account.owner}</UserText>
          </Link>
          <span className="font-normal text-soft">{` · ${title}`}</span>
        </h1>
        <Money view={view} />
      </header>
      {may(viewer, 'readBank') && <StaffNav id={account.id} current={part} />}
      <StandingNotice account={account} standing={standing} zone={zone} />
      {children}
    </main>
  )
}

/** The balance, and what can go out where that differs. */
function Money({ view: { account } }: Pick<StaffFrameProps, 'view'>) {
  const { balance, available, currency, number } = account
  return (
    <p className="mt-1 flex flex-wrap gap-x-4 text-soft">
      <span className="font-mono text-12 leading-5">{number}</span>
      <span>
        Balance <Amount value={balance} currency={currency} className="text-ink" />
      </span>
      {available !== balance && (
        <span>
          Available <Amount value={available} currency={currency} className="text-ink" />
        </span>
      )}
    </p>
  )
}

/** What the reader of a page without forms is told. */
export function ReadOnly({ view: { viewer, account, right } }: Pick<StaffFrameProps, 'view'>) {
  const barred = may(viewer, 'readBank') ? mayDo(viewer, right) : null
  if (barred) return <p className="mt-8 text-soft">{barred.detail}</p>
  return account.status === 'closed' ? (
    <p className="mt-8 text-soft">Closed accounts are read-only.</p>
  ) : null
}
