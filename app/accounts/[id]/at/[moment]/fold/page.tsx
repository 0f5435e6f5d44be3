import type { Metadata } from 'next'
import { foldPage } from '@/app/_past/fold-query'
import { FoldView } from '@/app/_past/fold-view'
import { askedQuery } from '@/app/_server/http/address'
import { getFold } from '@/app/_server/past/look-back'
import { accountStream } from '@/app/_wire/stream-path'
import { NothingHere } from '@/app/nothing-here'
import { titleOf } from '../../../read-account'
import { NoSuchMoment } from '../no-such-moment'
import { PastFrame } from '../past-frame'
import { readPast } from '../read-past'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/at/[moment]/fold'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'event by event') }
}

/** The state folded event by event, with the fields that each one changed. */
export default async function FoldPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]/fold'>) {
  const [{ id, moment: segment }, query] = await Promise.all([params, askedQuery(searchParams)])
  const past = await readPast(id, segment, query)
  if (!past || 'title' in past) return <NoSuchMoment past={past} />
  const { version } = past.answer.account
  const fold = await getFold(past.viewer, id, foldPage(version))
  if (!fold) return <NothingHere />
  return (
    <PastFrame past={past} view="fold">
      <FoldView
        key={`${segment} ${fold.newest}`}
        of={accountStream(id)}
        start={version}
        initial={fold}
        zone={past.zone}
      />
    </PastFrame>
  )
}
