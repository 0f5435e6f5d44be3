import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { getCourse } from '@/app/_server/past/course'
import {
  FORECAST_DAYS,
  forecastDays,
  readForecast,
  readForecastDay,
} from '@/app/_server/payment-orders/forecast'
import { requireViewer } from '@/app/_server/people/session'
import { Amount } from '@/app/_ui/amount'
import { Button } from '@/app/_ui/button'
import { Part } from '@/app/_ui/part'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import type { ForecastJson } from '@/app/_wire/payment-orders'
import { NothingHere } from '@/app/nothing-here'
import { dayInWords } from '@/domain/date-words'
import { addDays } from '@/domain/payment-order/schedule'
import { readAccount, titleOf } from '../read-account'
import { ForecastChart } from './forecast-chart'
import { ForecastSteps } from './forecast-steps'

type Props = PageProps<'/accounts/[id]/forecast'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'forecast') }
}

/** What will be available on a day to come, by the payment orders: `?on=` is the day. */
export default async function ForecastPage({ params, searchParams }: Props) {
  const [viewer, { id }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const account = await readAccount(id)
  if (!account) return <NothingHere />
  const { today, usual } = forecastDays()
  const asked = readForecastDay(query.on)
  const day = asked.ok ? asked.day : usual
  const since = addDays(today, -FORECAST_DAYS)
  const [forecast, course] = await Promise.all([
    readForecast(viewer, id, day),
    getCourse(viewer, id, { since: new Date(`${since}T00:00:00Z`) }),
  ])
  if (!forecast || !course) return <NothingHere />
  return (
    <main id="main" className="column py-8">
      <p className="flex flex-wrap items-center gap-x-3 text-12">
        <TextLink href={`/accounts/${id}`} className="wrap-anywhere">
          <UserText>{account.owner}</UserText>
        </TextLink>
        <span className="font-mono text-faint">{account.number}</span>
      </p>
      <h1 className="mt-1 font-semibold text-20">Forecast</h1>
      <DayForm
        id={id}
        day={typeof query.on === 'string' ? query.on : day}
        fault={asked.ok ? null : asked.sentence}
      />
      <p className="mt-6 text-12 text-soft">{`Available on ${dayInWords(day)}`}</p>
      <p className="font-medium text-32 sm:text-48">
        <Amount value={forecast.availableThen} currency={forecast.currency} />
      </p>
      <p className="mt-1 text-soft">
        {'Today '}
        <Amount value={forecast.available} currency={forecast.currency} className="text-ink" />
      </p>
      {day > today && <ForecastChart course={course} since={since} forecast={forecast} />}
      <Payments forecast={forecast} />
    </main>
  )
}

type DayFormProps = { id: string; day: string; fault: string | null }

function DayForm({ id, day, fault }: DayFormProps) {
  return (
    <form
      action={`/accounts/${id}/forecast`}
      aria-label="Available on a date"
      className="mt-4 flex flex-wrap items-end gap-2"
    >
      <label className="flex flex-col gap-1 text-12 text-soft">
        Available on
        <input
          type="date"
          name="on"
          required
          defaultValue={day}
          {...(fault && { 'aria-invalid': true, 'aria-describedby': 'forecast-note' })}
          className="box target w-44 text-14 text-ink"
        />
      </label>
      <Button type="submit">Show</Button>
      {fault && (
        <p id="forecast-note" role="alert" className="basis-full text-12 text-red-ink">
          {fault}
        </p>
      )}
    </form>
  )
}

function Payments({ forecast }: { forecast: ForecastJson }) {
  const { steps, currency, isCut, timeZone, accountId } = forecast
  return (
    <Part id="payments" title="Payments until then">
      {steps.length === 0 ? (
        <p className="border-rule border-t py-3 text-soft">
          No payment is due and no hold expires until then.
        </p>
      ) : (
        <ForecastSteps caption="Payments until then" steps={steps} currency={currency} />
      )}
      <p className="mt-3 max-w-[72ch] text-12 text-faint">
        {`Counts running payment orders and holds that expire, by their dates in ${timeZone}. `}
        {'Limits and freezes stay as they are now; no other payment is foreseen.'}
        {isCut && ' There are more payments than are shown here.'}
      </p>
      <p className="mt-3">
        <TextLink href={`/orders?account=${accountId}`} prefetch={false}>
          Payment orders of this account
        </TextLink>
      </p>
    </Part>
  )
}
