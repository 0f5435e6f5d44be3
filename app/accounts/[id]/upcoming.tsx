import { Part } from '@/app/_ui/part'
import { TextLink } from '@/app/_ui/text-link'
import type { ForecastJson } from '@/app/_wire/payment-orders'
import { ForecastSteps } from './forecast/forecast-steps'

const SHOWN = 3

/** What payment orders move next on an account; nothing without any. */
export function Upcoming({ forecast }: { forecast: ForecastJson | null }) {
  if (!forecast) return null
  const { accountId, currency } = forecast
  const steps = forecast.steps.filter(({ kind }) => kind === 'payment')
  if (steps.length === 0) return null
  return (
    <Part id="upcoming" title="Upcoming payments">
      <ForecastSteps
        caption="Upcoming payments"
        steps={steps.slice(0, SHOWN)}
        currency={currency}
      />
      <p className="mt-2 flex flex-wrap gap-x-5">
        <TextLink href={`/accounts/${accountId}/forecast`} prefetch={false}>
          Forecast
        </TextLink>
        <TextLink href={`/orders?account=${accountId}`} prefetch={false}>
          Payment orders
        </TextLink>
      </p>
    </Part>
  )
}
