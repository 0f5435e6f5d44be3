import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { momentOf } from '@/app/_server/moment-text'
import { getAccountAt } from '@/app/_server/moments'
import { requireViewer } from '@/app/_server/session'
import { readerZone } from '@/app/_time/reader'
import { AccountIdentity } from '../../account-identity'
import { Balance } from '../../balance'
import { readAccount, titleOf } from '../../read-account'
import { BookAround } from './book-around'
import { Boundary } from './boundary'
import { NoSuchMoment } from './no-such-moment'
import { PastBar } from './past-bar'
import { Steps } from './steps'

/** The tab says that this is not now. */
export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/at/[moment]'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'in the past') }
}

/** An account as it was at a moment: nothing here is live, and nothing can be done. */
export default async function PastPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]'>) {
  const [viewer, { id, moment: segment }, query] = await Promise.all([
    requireViewer(),
    params,
    searchParams,
  ])
  const read = momentOf(segment, query.knownAt)
  if ('problem' in read) notFound()
  const { moment } = read
  const [zone, now, answer] = await Promise.all([
    readerZone(query.zone),
    readAccount(id),
    getAccountAt(viewer, id, moment),
  ])
  if (!now || (!answer.found && answer.reason === 'unknown')) notFound()
  if (!answer.found) {
    return <NoSuchMoment account={now} zone={zone} moment={moment} answer={answer} />
  }
  const { account, after, before, late } = answer
  return (
    <div data-tone="past">
      <PastBar
        id={id}
        instant={account.asOf ?? after?.occurredAt ?? account.openedAt}
        zone={zone}
      />
      <main id="main" className="column py-8">
        <AccountIdentity account={account} zone={zone} />
        <Balance label="Balance then" value={account.balance} currency={account.currency} />
        <Steps
          id={id}
          version={account.version}
          next={before?.version ?? null}
          newest={now.version}
        />
        <Boundary account={account} after={after} before={before} late={late} zone={zone} />
        <BookAround viewer={viewer} account={account} before={before} late={late} zone={zone} />
      </main>
    </div>
  )
}
