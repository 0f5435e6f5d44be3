import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getAccount } from '@/app/_server/accounts'
import { getAccountAt } from '@/app/_server/moments'
import { requireViewer } from '@/app/_server/session'
import { readerZone } from '@/app/_time/reader'
import { AccountIdentity } from '../../account-identity'
import { Balance } from '../../balance'
import { momentOf } from '../moment-path'
import { BookAround } from './book-around'
import { Boundary } from './boundary'
import { NoSuchMoment } from './no-such-moment'
import { PastBar } from './past-bar'

export const metadata: Metadata = { title: 'In the past' }

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
  const moment = momentOf(segment, query.knownAt)
  const [zone, now, answer] = await Promise.all([
    readerZone(query.zone),
    getAccount(viewer, id),
    getAccountAt(viewer, id, moment),
  ])
  if (!now || (!answer.found && answer.reason === 'unknown')) notFound()
  if (!answer.found) {
    return <NoSuchMoment account={now} zone={zone} moment={moment} answer={answer} />
  }
  const { account, after, before, late } = answer
  return (
    <div data-tone="past">
      <PastBar account={account} newest={now.version} after={after} zone={zone} />
      <main id="main" className="column py-8">
        <AccountIdentity account={account} zone={zone} />
        <Balance label="Balance then" value={account.balance} currency={account.currency} />
        <Boundary account={account} after={after} before={before} late={late} zone={zone} />
        <BookAround viewer={viewer} account={account} before={before} late={late} zone={zone} />
      </main>
    </div>
  )
}
