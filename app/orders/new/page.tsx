import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { getAccount } from '@/app/_server/accounts/accounts'
import { rightsOn } from '@/app/_server/accounts/operators'
import { ownSources, payeeChoices } from '@/app/_server/accounts/payees'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { askedQuery } from '@/app/_server/http/address'
import { bankCalendar } from '@/app/_server/payment-orders/calendar'
import { mayDo } from '@/app/_server/people/rights'
import { requireViewer, type Viewer } from '@/app/_server/people/session'
import { Amount } from '@/app/_ui/amount'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson } from '@/app/_wire/types'
import { NothingHere } from '@/app/nothing-here'
import { addDays } from '@/domain/payment-order/schedule'
import { NewOrderForm } from './new-order-form'

export const metadata: Metadata = { title: 'New payment order' }

/** A new payment order: `?from=` is the account that pays; without one it is chosen first. */
export default async function NewOrderPage({ searchParams }: PageProps<'/orders/new'>) {
  const [viewer, { from }] = await Promise.all([requireViewer(), askedQuery(searchParams)])
  const barred = mayDo(viewer, 'transfer')
  if (barred) return <Frame>{<p className="mt-6 text-soft">{barred.detail}</p>}</Frame>
  const sources = await ownSources(viewer)
  const only = sources.length === 1 ? sources[0]?.id : undefined
  const accountId = typeof from === 'string' ? from : only
  if (accountId === undefined) return <Sources viewer={viewer} sources={sources} />
  const account = await getAccount(viewer, accountId)
  if (!account) return <NothingHere />
  if (account.status === 'closed' || !(await rightsOn(viewer, accountId)).includes('transfer')) {
    return (
      <Frame>
        <p className="mt-6 text-soft">You can’t send money from this account.</p>
      </Frame>
    )
  }
  const { own, payees } = await payeeChoices(viewer, accountId)
  const calendar = bankCalendar()
  return (
    <Frame>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-3 text-soft">
        {'From '}
        <TextLink href={`/accounts/${account.id}`} className="wrap-anywhere min-w-0">
          <UserText>{account.owner}</UserText>
        </TextLink>
        <span className="font-mono text-12">{account.number}</span>
        <span>
          Available{' '}
          <Amount value={account.available} currency={account.currency} className="text-ink" />
        </span>
        {sources.length > 1 && <TextLink href="/orders/new">Another account</TextLink>}
      </p>
      <NewOrderForm
        account={{ id: account.id, currency: account.currency }}
        choices={{ own, payees }}
        commandId={newCommandId()}
        calendar={calendar}
        first={addDays(calendar.today, 1)}
      />
    </Frame>
  )
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href="/orders">Payment orders</TextLink>
      </p>
      <h1 className="mt-1 font-semibold text-20">New payment order</h1>
      {children}
    </main>
  )
}

/** The accounts that can pay: each leads to the form. */
function Sources({ viewer, sources }: { viewer: Viewer; sources: readonly AccountJson[] }) {
  if (sources.length === 0) {
    const isCustomer = viewer.role === 'customer'
    return (
      <Frame>
        <div className="mt-6">
          <EmptyState
            title={
              isCustomer ? 'You have no account to pay from.' : 'Choose the account that pays.'
            }
            action={
              <ButtonLink href={isCustomer ? '/accounts/new' : '/accounts'}>
                {isCustomer ? 'New account' : 'Find an account'}
              </ButtonLink>
            }
          >
            {!isCustomer && 'Open the account and press New order there.'}
          </EmptyState>
        </div>
      </Frame>
    )
  }
  return (
    <Frame>
      <h2 className="mt-6 mb-2 text-12 text-soft">Which account pays?</h2>
      <ul className="max-w-2xl border-rule border-t">
        {sources.map(({ id, owner, number, available, currency }) => (
          <li
            key={id}
            className="relative flex items-center justify-between gap-4 border-rule border-b py-2.5 hover:bg-sunken"
          >
            <span className="min-w-0">
              <Link
                href={`/orders/new?from=${id}`}
                prefetch={false}
                className="block truncate font-medium after:absolute after:inset-0"
              >
                <UserText>{owner}</UserText>
              </Link>
              <span className="block font-mono text-12 text-soft">{number}</span>
            </span>
            <Amount value={available} currency={currency} />
          </li>
        ))}
      </ul>
    </Frame>
  )
}
