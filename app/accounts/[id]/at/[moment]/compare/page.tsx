import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { compareMoments } from '@/app/_server/comparisons'
import { getCourse } from '@/app/_server/look-back'
import { readLegPlace } from '@/app/_server/look-back-params'
import { momentOf } from '@/app/_server/moment-text'
import type { Moment } from '@/app/_wire/types'
import { titleOf } from '../../../read-account'
import { readAskedMoment } from '../../asked-moment'
import { pathOfView } from '../../moment-path'
import { BalanceChart } from '../balance-chart'
import { FieldsTable } from '../fields-table'
import { PastFrame } from '../past-frame'
import { readPast } from '../read-past'
import { CompareForm } from './compare-form'
import { Leg } from './leg'
import { headlineOf, marksOf, namesOf } from './words'

const ENTRIES_PER_PAGE = 25

/** The tab says that two moments are compared. */
export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/at/[moment]/compare'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'two moments') }
}

/** Two moments of an account: what differs, and the events that explain it. */
export default async function ComparePage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]/compare'>) {
  const [{ id, moment: segment }, query] = await Promise.all([params, searchParams])
  const past = await readPast(id, segment, query)
  if (!past || 'title' in past) notFound()
  const { viewer, zone, now } = past
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 100) : '')
  const values = {
    version: text('version'),
    date: text('date'),
    time: text('time'),
    knownDate: text('knownDate'),
    knownTime: text('knownTime'),
    zone,
  }
  const isAsked = query.date !== undefined
  const asked = readAskedMoment(values, { isAsked, newest: now.version, now: new Date() })
  const hrefOf = ({ segment, knownAt }: { segment: string; knownAt?: string | undefined }) =>
    pathOfView(id, past.place, 'compare', { with: segment, withKnownAt: knownAt })
  if (asked?.ok) redirect(hrefOf(asked.place))

  const form = (refusal: { field: string; sentence: string } | null) => (
    <CompareForm
      action={pathOfView(id, { segment: past.place.segment }, 'compare')}
      place={past.place}
      values={values}
      nowHref={hrefOf({ segment: 'now' })}
      refusal={refusal}
      choices={asked?.choices.map(({ label, place }) => ({ label, href: hrefOf(place) })) ?? []}
    />
  )
  const second = readSecond(query.with, query.withKnownAt)
  const legPlace = typeof query.cursor === 'string' ? readLegPlace(query.cursor) : null
  const page = { limit: ENTRIES_PER_PAGE, ...(legPlace && { place: legPlace }) }
  const found = second && (await compareMoments(viewer, id, [past.moment, second], page))
  if (asked || !found?.found) {
    const refusal = asked ?? {
      field: 'version',
      sentence:
        found && 'sentence' in found
          ? found.sentence
          : 'The address names no second moment. Choose one here.',
    }
    return (
      <PastFrame past={past} view="compare">
        {form(refusal)}
      </PastFrame>
    )
  }
  const course = await getCourse(viewer, id)
  const [first, last] = namesOf(found, zone)
  return (
    <PastFrame past={past} view="compare">
      <p className="mt-8 max-w-[48ch] font-medium text-20">{headlineOf(found)}</p>
      <p className="mt-1 max-w-[72ch] text-soft">{`First: ${first}. Second: ${last}.`}</p>
      <div className="mt-8 grid items-start gap-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <section aria-label="Both moments in the course of the balance" className="pt-6">
          {course && <BalanceChart course={course} marks={marksOf(found)} zone={zone} />}
        </section>
        <section aria-label="What differs">
          <FieldsTable
            caption="Every field of the account at both moments"
            before={found.from.state}
            after={found.to.state}
            names={['First', 'Second']}
          />
        </section>
      </div>
      {found.legs.map((leg, index) => (
        <Leg
          key={leg.kind}
          leg={leg}
          currency={found.currency}
          zone={zone}
          isFirstPage={legPlace?.leg !== index}
          moreHref={cursor =>
            pathOfView(id, past.place, 'compare', {
              with: text('with') || 'now',
              withKnownAt: text('withKnownAt') || undefined,
              cursor: cursor === null ? undefined : `${index}.${cursor}`,
            })
          }
        />
      ))}
      {form(null)}
    </PastFrame>
  )
}

/** The second moment of the address; null when it is none. Without one it is now. */
function readSecond(text: string | string[] | undefined, knownAt: unknown): Moment | null {
  if (Array.isArray(text)) return null
  const read = momentOf(text ?? 'now', knownAt)
  return 'problem' in read ? null : read.moment
}
