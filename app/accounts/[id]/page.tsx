import type { Metadata } from 'next'
import { accountQuery, EVENTS_PER_PAGE, eventsQuery } from '@/app/_queries/accounts'
import { queryClient } from '@/app/_queries/client'
import { LiveState } from '@/app/_queries/live-state'
import { stateText } from '@/app/_queries/state-text'
import { listEvents } from '@/app/_server/accounts/accounts'
import { readNicknames } from '@/app/_server/accounts/nicknames'
import { rightsOn } from '@/app/_server/accounts/operators'
import { askedQuery } from '@/app/_server/http/address'
import { forecastDays, readForecast } from '@/app/_server/payment-orders/forecast'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { TextLink } from '@/app/_ui/text-link'
import { NothingHere } from '@/app/nothing-here'
import { Nickname } from '../nickname'
import { AccountIdentity } from './account-identity'
import { AccountNow } from './account-now'
import { NowBar } from './now-bar'
import { readAccount, titleOf } from './read-account'
import { readStanding } from './read-standing'
import { Upcoming } from './upcoming'

export async function generateMetadata({ params }: PageProps<'/accounts/[id]'>): Promise<Metadata> {
  return { title: await titleOf((await params).id) }
}

/** One account: its balance, its events, and what can be done with it. */
export default async function AccountPage({ params, searchParams }: PageProps<'/accounts/[id]'>) {
  const [viewer, zone, { id }, asked] = await Promise.all([
    requireViewer(),
    readerZone(),
    params,
    askedQuery(searchParams),
  ])
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
  const [rights, standing, nicknames, forecast] = await Promise.all([
    rightsOn(viewer, id),
    readStanding(viewer, account),
    readNicknames(viewer, [id]),
    readForecast(viewer, id, forecastDays().usual),
  ])
  return (
    <>
      <NowBar id={id} zone={zone} />
      <main id="main" className="column py-8">
        <AccountIdentity account={account} zone={zone} />
        {may(viewer, 'readCases') && (
          <p data-chrome className="mt-1">
            <TextLink href={`/cases?accountId=${id}`} prefetch={false}>
              Cases
            </TextLink>
          </p>
        )}
        {may(viewer, 'giveNicknames') && (
          <Nickname
            accountId={id}
            nickname={nicknames.get(id) ?? null}
            typed={typeof asked.nickname === 'string' ? asked.nickname : null}
          />
        )}
        <LiveState state={stateText(client)}>
          <AccountNow id={id} zone={zone} rights={rights} standing={standing}>
            <Upcoming forecast={forecast} />
          </AccountNow>
        </LiveState>
      </main>
    </>
  )
}
