import type { Metadata } from 'next'
import { foldPage } from '@/app/_past/fold-query'
import { askedQuery } from '@/app/_server/http/address'
import { getFold } from '@/app/_server/past/look-back'
import { ZoneNote } from '@/app/_time/zone-note'
import { NothingHere } from '@/app/nothing-here'
import { AccountIdentity } from '../../../account-identity'
import { NoSuchMoment } from '../no-such-moment'
import { readPast, titleOfPast } from '../read-past'
import { FoldFrame } from './fold-frame'

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]/fold'>): Promise<Metadata> {
  const [{ id, moment }, query] = await Promise.all([params, askedQuery(searchParams)])
  return { title: await titleOfPast(id, moment, query, 'event by event') }
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
    <FoldFrame
      key={`${segment} ${fold.newest}`}
      id={id}
      identity={
        <>
          <AccountIdentity account={past.answer.account} zone={past.zone} />
          <ZoneNote shown={past.zone} />
        </>
      }
      place={past.place}
      moment={past.named}
      newest={past.now.version}
      zone={past.zone}
      owner={past.now.owner}
      start={version}
      late={past.answer.late.length}
      initial={fold}
    />
  )
}
