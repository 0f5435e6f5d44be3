import type { Metadata } from 'next'
import { OrderTable } from '@/app/_orders/order-table'
import { getAccount } from '@/app/_server/accounts/accounts'
import { askedQuery } from '@/app/_server/http/address'
import { readOrderCursor, readOrders } from '@/app/_server/payment-orders/order-lists'
import { may } from '@/app/_server/people/rights'
import { requireViewer, type Viewer } from '@/app/_server/people/session'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson } from '@/app/_wire/types'
import { OrderFilters } from './order-filters'
import { readStanding, STANDINGS, type Standing } from './standings'

export const metadata: Metadata = { title: 'Payment orders' }

/** The payment orders of the reader's accounts, or of the bank; by account and state. */
export default async function OrdersPage({ searchParams }: PageProps<'/orders'>) {
  const [viewer, query] = await Promise.all([requireViewer(), askedQuery(searchParams)])
  const asked = readStanding(query.state)
  const standing = asked ?? (may(viewer, 'readBank') && !query.account ? 'waiting' : 'all')
  const accountId = typeof query.account === 'string' ? query.account : undefined
  const [account, { lines, next }] = await Promise.all([
    accountId === undefined ? null : getAccount(viewer, accountId),
    readOrders(viewer, {
      accountId,
      statuses: STANDINGS[standing].statuses,
      after: readOrderCursor(query.after),
    }),
  ])
  const kept = accountId === undefined ? {} : { account: accountId }
  return (
    <main id="main" className="column py-8">
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <h1 className="mr-auto font-semibold text-20">Payment orders</h1>
        <ButtonLink href="/orders/batches" prefetch={false}>
          Batches
        </ButtonLink>
        {may(viewer, 'transfer') && (
          <ButtonLink
            href={account ? `/orders/new?from=${account.id}` : '/orders/new'}
            prefetch={false}
            look="primary"
          >
            New payment order
          </ButtonLink>
        )}
      </div>
      {account && <OfAccount account={account} />}
      <OrderFilters standing={standing} kept={kept} />
      {lines.length === 0 ? (
        <Empty viewer={viewer} standing={standing} isFiltered={accountId !== undefined} />
      ) : (
        <OrderTable caption="Payment orders, the newest first" lines={lines} />
      )}
      {next !== null && (
        <p className="py-4">
          <ButtonLink
            href={`/orders?${new URLSearchParams({ ...kept, state: standing, after: next })}`}
          >
            Older orders
          </ButtonLink>
        </p>
      )}
    </main>
  )
}

function OfAccount({ account }: { account: AccountJson }) {
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-4">
      <span className="wrap-anywhere min-w-0">
        {'From '}
        <TextLink href={`/accounts/${account.id}`}>
          <UserText>{account.owner}</UserText>
        </TextLink>{' '}
        <span className="font-mono text-12 text-soft">{account.number}</span>
      </span>
      <TextLink href="/orders">All accounts</TextLink>
    </p>
  )
}

type EmptyProps = { viewer: Viewer; standing: Standing; isFiltered: boolean }

function Empty({ viewer, standing, isFiltered }: EmptyProps) {
  if (standing !== 'all') return <EmptyState title={STANDINGS[standing].none} />
  return (
    <EmptyState
      title={isFiltered ? 'No payment orders from this account.' : 'No payment orders yet.'}
    >
      {may(viewer, 'transfer')
        ? 'An order pays on a date, or again and again: rent, savings, a balance that is kept topped up.'
        : 'Orders that pay on a date, or again and again, are listed here.'}
    </EmptyState>
  )
}
