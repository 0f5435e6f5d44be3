import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { askedQuery } from '@/app/_server/http/address'
import { getCourse } from '@/app/_server/past/course'
import { entriesAround } from '@/app/_server/past/look-back'
import { ZoneNote } from '@/app/_time/zone-note'
import { NothingHere } from '@/app/nothing-here'
import { AccountIdentity } from '../../account-identity'
import { HindsightNote } from './hindsight-note'
import { NoSuchMoment } from './no-such-moment'
import { PastView } from './past-view'
import { readPast, titleOfPast } from './read-past'

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]'>): Promise<Metadata> {
  const [{ id, moment }, query] = await Promise.all([params, askedQuery(searchParams)])
  return { title: await titleOfPast(id, moment, query) }
}

/** An account at a moment of its past: not live, and read-only. */
export default async function PastPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]'>) {
  const [{ id, moment: segment }, query] = await Promise.all([params, askedQuery(searchParams)])
  const past = await readPast(id, segment, query)
  if (!past || 'title' in past) return <NoSuchMoment past={past} />
  const { viewer, now, moment, place, zone, answer, named } = past
  const { asOf, knownAt } = answer.account
  if (!named.event && asOf === null && knownAt === null) redirect(`/accounts/${id}`)
  const [course, byDate] = await Promise.all([
    getCourse(viewer, id, knownAt === null ? {} : { knownAt: new Date(knownAt) }),
    entriesAround(viewer, id, moment),
  ])
  if (!course) return <NothingHere />
  return (
    <PastView
      key={`${segment} ${knownAt} ${zone} ${place.axis} ${now.version}`}
      place={place}
      moment={named}
      zone={zone}
      initial={answer}
      byDate={byDate}
      whole={course}
      identity={
        <>
          <AccountIdentity account={answer.account} zone={zone} />
          <ZoneNote shown={zone} />
        </>
      }
    >
      <HindsightNote past={past} />
    </PastView>
  )
}
