import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { accountQuery, EVENTS_PER_PAGE, eventsQuery } from '@/app/_queries/accounts'
import { queryClient } from '@/app/_queries/client'
import { listEvents } from '@/app/_server/accounts/accounts'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { NothingHere } from '@/app/nothing-here'
import { AccountIdentity } from './account-identity'
import { AccountNow } from './account-now'
import { NowBar } from './now-bar'
import { readAccount, titleOf } from './read-account'

export async function generateMetadata({ params }: PageProps<'/accounts/[id]'>): Promise<Metadata> {
  return { title: await titleOf((await params).id) }
}

/** One account: its balance, forms and events. */
export default async function AccountPage({ params }: PageProps<'/accounts/[id]'>) {
  const [viewer, zone, { id }] = await Promise.all([requireViewer(), readerZone(), params])
  const client = queryClient()
  const [account] = await Promise.all([
    readAccount(id),
    client.prefetchInfiniteQuery({
      ...eventsQuery(id),
      queryFn: async () =>
        (await listEvents(viewer, id, { limit: EVENTS_PER_PAGE })) ?? {
          items: [],
          nextCursor: null,
        },
    }),
  ])
  if (!account) return <NothingHere />
  client.setQueryData(accountQuery(id).queryKey, account)
  const commandIds =
    viewer.role === 'auditor' ? null : { deposit: newCommandId(), withdraw: newCommandId() }
  return (
    <>
      <NowBar id={id} zone={zone} />
      <main id="main" className="column py-8">
        <AccountIdentity account={account} zone={zone} />
        <HydrationBoundary state={dehydrate(client)}>
          <AccountNow
            id={id}
            zone={zone}
            commandIds={commandIds}
            mayPostLate={viewer.role === 'teller'}
          />
        </HydrationBoundary>
      </main>
    </>
  )
}
