import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Comparison } from '@/app/_past/comparison'
import { askedQuery } from '@/app/_server/http/address'
import { compareMoments, type LegPlace } from '@/app/_server/past/comparisons'
import { readLegPlace } from '@/app/_server/past/look-back-params'
import { latestInstant } from '@/app/_server/past/moments'
import { pathOfView } from '@/app/_time/moment-path'
import { ZoneNote } from '@/app/_time/zone-note'
import type { Moment } from '@/app/_wire/types'
import { accountStream } from '@/domain/bank-account/account-stream'
import { AccountIdentity } from '../../../account-identity'
import { readAskedMoment } from '../../asked-moment'
import { NoSuchMoment } from '../no-such-moment'
import { PastFrame } from '../past-frame'
import { noSuchPart, type PastAccount, readPast, titleOfPast } from '../read-past'
import { BothInCourse } from './both-in-course'
import { CompareForm } from './compare-form'
import { readSecond, type SecondRefusal, secondRefusal, valuesOfSecond } from './second-moment'

const ENTRIES_PER_PAGE = 25

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]/compare'>): Promise<Metadata> {
  const [{ id, moment }, query] = await Promise.all([params, askedQuery(searchParams)])
  return { title: await titleOfPast(id, moment, query, 'comparison') }
}

/** Two moments of an account: what differs, and the events that explain it. */
export default async function ComparePage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]/compare'>) {
  const [{ id, moment: segment }, query] = await Promise.all([params, askedQuery(searchParams)])
  const past = await readPast(id, segment, query)
  if (!past || 'title' in past) return <NoSuchMoment past={past} />
  const { zone, now, place } = past
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 100) : '')
  const typed = {
    version: text('version'),
    date: text('date'),
    time: text('time'),
    knownDate: text('knownDate'),
    knownTime: text('knownTime'),
    zone,
  }
  const isAsked = query.date !== undefined
  const latest = isAsked ? await latestInstant(now) : new Date()
  const asked = readAskedMoment(typed, { isAsked, newest: now.version, now: latest })
  const hrefOf = (params: Parameters<typeof pathOfView>[3]) =>
    pathOfView(id, place, 'compare', params)
  const hrefTo = ({ segment, knownAt }: { segment: string; knownAt?: string | undefined }) =>
    hrefOf({ with: segment, withKnownAt: knownAt })
  if (asked?.ok) redirect(hrefTo(asked.place))

  const legPlace = typeof query.cursor === 'string' ? readLegPlace(query.cursor) : null
  if (query.cursor !== undefined && !legPlace) return <NoSuchMoment past={noSuchPart(past)} />
  const values = asked ? typed : valuesOfSecond(query.with, query.withKnownAt, zone)
  const second = asked ?? readSecond(query.with, query.withKnownAt)
  const answer = 'moment' in second ? await compare(past, second.moment, legPlace) : second
  if ('reason' in answer && answer.fault.field === 'cursor') {
    return <NoSuchMoment past={noSuchPart(past)} />
  }
  const refusal: SecondRefusal | null =
    'legs' in answer ? null : 'reason' in answer ? secondRefusal(answer.fault, values) : answer
  return (
    <PastFrame
      id={id}
      identity={
        <>
          <AccountIdentity account={past.answer.account} zone={zone} />
          <ZoneNote shown={zone} />
        </>
      }
      place={place}
      moment={past.named}
      newest={now.version}
      zone={zone}
      view="compare"
    >
      {'legs' in answer && (
        <Comparison
          of={accountStream(id)}
          compared={answer}
          zone={zone}
          movedLeg={legPlace?.leg ?? null}
          moreHref={(leg, cursor) =>
            hrefOf({
              with: text('with') || 'now',
              withKnownAt: text('withKnownAt'),
              cursor: cursor === null ? '' : `${leg}.${cursor}`,
            })
          }
        >
          <BothInCourse past={past} compared={answer} />
        </Comparison>
      )}
      <CompareForm
        action={pathOfView(id, { segment: place.segment }, 'compare')}
        place={place}
        values={values}
        nowHref={hrefTo({ segment: 'now' })}
        refusal={refusal}
        choices={asked?.choices.map(({ label, place }) => ({ label, href: hrefTo(place) })) ?? []}
      />
    </PastFrame>
  )
}

/** The comparison from the earlier moment on, or why the second can't be shown; the first exists. */
async function compare(
  { viewer, now, moment }: PastAccount,
  second: Moment,
  place: LegPlace | null,
) {
  const page = { order: 'earlier-first', limit: ENTRIES_PER_PAGE, ...(place && { place }) } as const
  const answer = await compareMoments(viewer, now.id, [moment, second], page)
  if (answer.found || answer.reason === 'invalid') return answer
  throw new Error(`The comparison of account ${now.id} found no account: ${answer.reason}`)
}
