import Link from 'next/link'
import { dayAfter, UNITS } from '@/app/_time/flow-periods'
import { PRESETS, presetPeriod } from '@/app/_time/period'
import { Button } from '@/app/_ui/button'
import { ChoiceField } from '@/app/_ui/choice-field'
import { TextField } from '@/app/_ui/field'
import { reportPath } from './links'

type Report = { currency: string; by: string; from: string; to: string }

type ReportFormProps = {
  values: Report
  currencies: readonly { currency: string; from: string; to: string }[]
  /** Today in the time zone of the days, an ISO date. */
  today: string
  zone: string
  problem: { field: string | undefined; sentence: string } | null
}

/** A form for currency, period length and days, with presets below. */
export function ReportForm({ values, currencies, today, zone, problem }: ReportFormProps) {
  const at = (name: keyof Report) => ({
    id: name,
    name,
    defaultValue: values[name],
    error: problem?.field === name ? problem.sentence : null,
  })
  const codes = currencies.map(({ currency }) => currency)
  return (
    <>
      <form
        action="/bank/insights"
        aria-label="Report"
        className="grid grid-cols-2 items-start gap-3 md:grid-cols-[8rem_8rem_11rem_11rem_auto]"
      >
        <ChoiceField
          {...at('currency')}
          label="Currency"
          options={codes.map(code => [code, code])}
        />
        <ChoiceField {...at('by')} label="By" options={Object.entries(UNITS)} />
        <TextField {...at('from')} type="date" label={`From, ${zone}`} required />
        <TextField {...at('to')} type="date" label={`To, ${zone}`} required />
        <Button
          type="submit"
          look="primary"
          className="max-md:col-span-2 md:mt-5 md:min-w-24 md:justify-self-start"
        >
          Show
        </Button>
      </form>
      <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-12">
        {presets(values.currency, currencies, today).map(({ name, href }) => (
          <Link
            key={name}
            href={href}
            className="inline-block min-h-6 text-accent underline underline-offset-2"
          >
            {name}
          </Link>
        ))}
      </p>
    </>
  )
}

const QUARTERS = ['this-quarter', 'last-quarter', 'q1', 'q2', 'q3', 'q4'] as const

function presets(currency: string, spans: ReportFormProps['currencies'], today: string) {
  const span = spans.find(one => one.currency === currency)
  const of = (name: string, by: string, from: string, to = today) => ({
    name,
    href: reportPath({ currency, by, from, to }),
  })
  return [
    of('Last 30 days', 'day', dayAfter(today, -29)),
    of('Last 12 weeks', 'week', dayAfter(today, -83)),
    of('Last 12 months', 'month', dayAfter(today, -364)),
    ...QUARTERS.flatMap(name => {
      const { from, to } = presetPeriod(name, today)
      return from > today ? [] : [of(PRESETS[name], 'month', from, to < today ? to : today)]
    }),
    ...(span ? [of('All time', 'month', span.from, span.to)] : []),
  ]
}
