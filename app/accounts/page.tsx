import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ACCOUNTS_PER_PAGE, accountListQuery } from '@/app/_queries/accounts'
import { queryClient } from '@/app/_queries/client'
import { listAccounts } from '@/app/_server/accounts/accounts'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { ButtonLink } from '@/app/_ui/button'
import { AccountList } from './account-list'
import { AccountSearch } from './account-search'

export const metadata: Metadata = { title: 'Accounts' }

/** The accounts that the reader may see, with their balances. */
export default async function AccountsPage({ searchParams }: PageProps<'/accounts'>) {
  const [viewer, zone, { q }] = await Promise.all([
    requireViewer(),
    readerZone(),
    askedQuery(searchParams),
  ])
  const search = typeof q === 'string' ? q : ''
  const client = queryClient()
  // Awaited, so that the page is complete without scripts; after a failure the browser retries.
  await client.prefetchInfiniteQuery({
    ...accountListQuery(search),
    queryFn: () => listAccounts(viewer, { q: search, limit: ACCOUNTS_PER_PAGE }),
  })
  return (
    <main id="main" className="column py-8 sm:py-10">
      <div className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="mr-auto font-semibold text-20">Accounts</h1>
        <AccountSearch />
        {viewer.role !== 'auditor' && (
          <ButtonLink href="/accounts/new" look="primary">
            New account
          </ButtonLink>
        )}
      </div>
      <HydrationBoundary state={dehydrate(client)}>
        <AccountList zone={zone} mayOpen={viewer.role !== 'auditor'} />
      </HydrationBoundary>
    </main>
  )
}
