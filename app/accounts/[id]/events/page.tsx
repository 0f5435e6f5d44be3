import type { Metadata } from 'next'
import Link from 'next/link'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { readerOrder, readerZone } from '@/app/_time/reader'
import { readSearch } from '@/app/_timeline/read-search'
import { TimelineSection } from '@/app/_timeline/timeline-section'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import { NothingHere } from '@/app/nothing-here'
import { accountStream } from '@/domain/bank-account/account-stream'
import { readAccount, titleOf } from '../read-account'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/events'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'audit trail') }
}

/** The audit timeline of an account: every event, filtered by the address. */
export default async function TimelinePage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/events'>) {
  const [viewer, { id }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const [account, zone, order] = await Promise.all([readAccount(id), readerZone(), readerOrder()])
  if (!account) return <NothingHere />
  const { read, cursor, scripts } = readSearch(query, account.currency)
  return (
    <main id="main" className="column py-6">
      <header className="mb-5 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="min-w-0 break-words font-semibold text-20">
          <Link href={`/accounts/${id}`} className="underline-offset-4 hover:underline">
            <UserText>{account.owner}</UserText>
          </Link>
          <span className="font-normal text-soft"> · Audit trail</span>
        </h1>
        <p className="text-soft">
          {account.version === 1 ? 'One event' : `${account.version} events`}, balance{' '}
          <Amount value={account.balance} currency={account.currency} className="text-ink" />
        </p>
      </header>
      <TimelineSection
        {...{ viewer, read, zone, order, cursor, scripts }}
        stream={{ ...account, ...accountStream(id) }}
      />
    </main>
  )
}
