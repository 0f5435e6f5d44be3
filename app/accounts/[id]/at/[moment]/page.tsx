import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { getCourse } from '@/app/_server/past/look-back'
import { NothingHere } from '@/app/nothing-here'
import { AccountIdentity } from '../../account-identity'
import { titleOf } from '../../read-account'
import { HindsightNote } from './hindsight-note'
import { NoSuchMoment } from './no-such-moment'
import { PastView } from './past-view'
import { readPast } from './read-past'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/at/[moment]'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'past date') }
}

/** An account at a moment of its past: not live, and read-only. */
export default async function PastPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]'>) {
  const [{ id, moment: segment }, query] = await Promise.all([params, askedQuery(searchParams)])
  const past = await readPast(id, segment, query)
  if (!past || 'title' in past) return <NoSuchMoment past={past} />
  const { viewer, now, place, zone, answer } = past
  const course = await getCourse(viewer, id)
  if (!course) return <NothingHere />
  const { asOf, knownAt } = answer.account
  return (
    <PastView
      key={`${segment} ${knownAt} ${zone} ${now.version}`}
      place={place}
      zone={zone}
      initial={answer}
      whole={course}
      identity={<AccountIdentity account={answer.account} zone={zone} />}
    >
      {asOf !== null && <HindsightNote viewer={viewer} id={id} asOf={asOf} zone={zone} />}
    </PastView>
  )
}
