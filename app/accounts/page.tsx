import type { Metadata } from 'next'
import { ACCOUNTS_PER_PAGE, accountListQuery } from '@/app/_queries/accounts'
import { queryClient } from '@/app/_queries/client'
import { LiveState } from '@/app/_queries/live-state'
import { stateText } from '@/app/_queries/state-text'
import { listAccounts } from '@/app/_server/accounts/accounts'
import { readCards } from '@/app/_server/accounts/cards'
import { ownNicknames } from '@/app/_server/accounts/nicknames'
import { readOverview } from '@/app/_server/accounts/overview'
import { readStaffOverview } from '@/app/_server/bank/staff-home'
import { askedQuery } from '@/app/_server/http/address'
import { takeSearch } from '@/app/_server/limits/take'
import { readComing } from '@/app/_server/payment-orders/coming'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { TooMany } from '@/app/too-many'
import { COMING_MAX } from './coming'
import { CustomerHome } from './customer-home'
import { StaffHome } from './staff-home'

export const metadata: Metadata = { title: 'Accounts' }

/** The accounts that the reader may see: a customer's home, or the bank's list for staff. */
export default async function AccountsPage({ searchParams }: PageProps<'/accounts'>) {
  const [viewer, zone, { q }] = await Promise.all([
    requireViewer(),
    readerZone(),
    askedQuery(searchParams),
  ])
  const search = typeof q === 'string' ? q.trim() : ''
  const tooMany = takeSearch(viewer.userId, search)
  if (tooMany) return <TooMany problem={tooMany} />
  const client = queryClient()
  // Awaited, so that the page is complete without scripts; after a failure the browser retries.
  const ofStaff = may(viewer, 'readBank')
  const [overview, payments, cards, nicknames, ofBank] = await Promise.all([
    ofStaff ? null : readOverview(viewer),
    ofStaff ? [] : readComing(viewer, COMING_MAX),
    ofStaff || search !== '' ? null : readCards(viewer, zone),
    ownNicknames(viewer),
    search === '' ? readStaffOverview(viewer, zone) : null,
  ])
  if (cards === null || cards.length === 0) {
    await client.prefetchInfiniteQuery({
      ...accountListQuery(search),
      queryFn: () => listAccounts(viewer, { q: search, limit: ACCOUNTS_PER_PAGE }),
    })
  }
  return (
    <main id="main" className="column py-8 sm:py-10">
      <LiveState state={stateText(client)}>
        {overview ? (
          <CustomerHome
            overview={overview}
            payments={payments}
            cards={cards}
            nicknames={Object.fromEntries(nicknames)}
            zone={zone}
          />
        ) : (
          <StaffHome overview={ofBank} zone={zone} mayOpen={may(viewer, 'openAccounts')} />
        )}
      </LiveState>
    </main>
  )
}
