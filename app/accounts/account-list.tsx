'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { AccountTable } from '@/app/_accounts/account-table'
import { accountListQuery } from '@/app/_queries/accounts'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { ListEnd } from '@/app/_ui/list-end'
import { ListFailure } from '@/app/_ui/list-failure'
import { SkeletonRows } from '@/app/_ui/skeleton'

type AccountListProps = {
  zone: string
  mayOpen: boolean
  /** The reader's own words for accounts, by id. */
  nicknames?: Readonly<Record<string, string>>
}

/** The accounts that match the address's search, with its loading, empty and failure states. */
export function AccountList({ zone, mayOpen, nicknames }: AccountListProps) {
  const q = (useSearchParams().get('q') ?? '').trim()
  const list = useInfiniteQuery({ ...accountListQuery(q), placeholderData: keepPreviousData })
  const accounts = list.data?.pages.flatMap(page => page.items) ?? []

  if (list.isPending) return <SkeletonRows rows={8} label="Loading the accounts" />
  if (list.isError && !list.data) {
    return <ListFailure what="The accounts" error={list.error} retry={list.refetch} />
  }
  if (accounts.length === 0) return q ? <NoMatch q={q} /> : <NoAccounts mayOpen={mayOpen} />
  return (
    <div
      aria-busy={list.isPlaceholderData}
      className={`transition-calm ${list.isPlaceholderData ? 'opacity-60' : ''}`}
    >
      <AccountTable accounts={accounts} zone={zone} nicknames={nicknames} />
      <ListEnd list={list} count={accounts.length} noun="account" />
    </div>
  )
}

function NoMatch({ q }: { q: string }) {
  return (
    <EmptyState
      title={`No account matches “${q.length > 60 ? `${q.slice(0, 60)}…` : q}”.`}
      action={<ButtonLink href="/accounts">Show all accounts</ButtonLink>}
    >
      Search by owner, account number or reference.
    </EmptyState>
  )
}

function NoAccounts({ mayOpen }: { mayOpen: boolean }) {
  return (
    <EmptyState
      title="No accounts yet"
      action={
        mayOpen && (
          <ButtonLink href="/accounts/new" look="primary">
            Open the first account
          </ButtonLink>
        )
      }
    >
      New accounts appear here.
    </EmptyState>
  )
}
