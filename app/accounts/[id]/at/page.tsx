import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { askedQuery } from '@/app/_server/http/address'
import { latestInstant } from '@/app/_server/past/moments'
import { forecastDays, readForecastDay } from '@/app/_server/payment-orders/forecast'
import { isZone, wallTime } from '@/app/_time/instant'
import { pathOfView } from '@/app/_time/moment-path'
import { readerZone } from '@/app/_time/reader'
import { ButtonLink } from '@/app/_ui/button-link'
import { NothingHere } from '@/app/nothing-here'
import { dayInWords } from '@/domain/date-words'
import { AccountIdentity } from '../account-identity'
import { readAccount, titleOf } from '../read-account'
import { readAskedMoment } from './asked-moment'
import { MomentForms } from './moment-forms'
import { shownMoment } from './shown-moment'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/at'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'past date') }
}

/** The way to the forecast for a date to come. */
function forecastOn(id: string, date: string) {
  const asked = readForecastDay(date)
  if (!asked.ok || date <= forecastDays().today) return []
  const label = `Forecast for ${dayInWords(date)}`
  return [{ label, href: `/accounts/${id}/forecast?on=${date}` }]
}

/** The entry to the time machine: asks for a moment, and redirects to it when it is valid. */
export default async function PickMomentPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at'>) {
  const [{ id }, asked] = await Promise.all([params, askedQuery(searchParams)])
  const account = await readAccount(id)
  if (!account) return <NothingHere />
  const text = (name: string) => {
    const value = asked[name]
    return typeof value === 'string' ? value.slice(0, 100) : undefined
  }
  const zone = await readerZone(text('zone'))
  const isAsked = asked.date !== undefined
  const now = isAsked ? await latestInstant(account) : new Date()
  const shown = shownMoment(text, zone)
  const values = {
    date: text('date') ?? (shown.date || wallTime(now.toISOString(), zone).date),
    time: text('time') ?? shown.time,
    zone: text('zone') ?? zone,
    version: text('version') ?? '',
    knownDate: text('knownDate') ?? shown.knownDate,
    knownTime: text('knownTime') ?? shown.knownTime,
  }
  const context = { isAsked, newest: account.version, now, shown: text('shown') ?? '' }
  const read = readAskedMoment(values, context)
  const axis = asked.axis === 'events' ? asked.axis : undefined
  // A version is shown in the zone of the moment before, if its address had one.
  const named = values.version !== '' && isZone(text('zone') ?? '') ? { zone: text('zone') } : {}
  if (read?.ok) redirect(pathOfView(id, { ...named, ...read.place, axis }, ''))
  const refusal = read && {
    ...read,
    choices: [
      ...read.choices.map(({ label, place }) => ({
        label,
        href: pathOfView(id, { ...place, axis }, ''),
      })),
      ...forecastOn(id, values.date),
    ],
  }
  return (
    <main id="main" className="column py-8">
      <AccountIdentity account={account} zone={zone} />
      <section className="mt-8 border-rule border-t pt-6">
        <h2 className="font-medium text-16">View a past date</h2>
        <p className="mt-1 mb-6 max-w-[60ch] text-soft">
          See the exact balance on any date since the account was opened.
        </p>
        <MomentForms
          id={id}
          values={{ ...values, zone, version: values.version || shown.version }}
          newest={account.version}
          refusal={refusal}
          shown={shown.instant}
          keep={{ zone: text('zone'), axis }}
        />
        <ButtonLink href={`/accounts/${id}`} look="bare" className="mt-6 -ml-3">
          Return to now
        </ButtonLink>
      </section>
    </main>
  )
}
