import { MomentFields } from '@/app/_time/moment-fields'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import type { BankPage, Clock, MomentProblem, MomentValues } from './asked'

type MomentFormProps = {
  /** The page that shows the moment. */
  page: BankPage
  name: string
  values: MomentValues
  problem: MomentProblem | null
  /** Whether another moment is compared with it. */
  compares?: boolean
}

/** A form for a moment on the two clocks, and another to compare it with. Works without scripts. */
export function MomentForm({ page, name, values, problem, compares = false }: MomentFormProps) {
  const clock = { values, problem }
  return (
    <form action={page} aria-label={name}>
      <div className="grid gap-8 md:grid-cols-2">
        <fieldset className="flex min-w-0 flex-col gap-4">
          <legend className="mb-3 font-medium text-14">Date to show</legend>
          <ClockFields clock="asOf" labels={EFFECTIVE} {...clock} />
          <ClockFields clock="knownAt" labels={RECORDS} {...clock} />
        </fieldset>
        {compares && (
          <fieldset className="flex min-w-0 flex-col gap-4">
            <legend className="mb-3 font-medium text-14">Compare with</legend>
            <ClockFields clock="withAsOf" labels={EFFECTIVE} {...clock} />
            <ClockFields clock="withKnownAt" labels={RECORDS} {...clock} />
          </fieldset>
        )}
      </div>
      {problem && problem.choices.length > 0 && (
        <div className="mt-4 flex flex-wrap gap-2">
          {problem.choices.map(({ label, href }) => (
            <ButtonLink key={href} href={href}>
              {label}
            </ButtonLink>
          ))}
        </div>
      )}
      <input type="hidden" name="zone" value={values.zone} />
      <div className="mt-4 flex">
        <Button type="submit" look="primary">
          Show
        </Button>
      </div>
      <p className="mt-3 text-12 text-faint">
        Blank means now. A date without a time means the end of that day.
      </p>
    </form>
  )
}

const EFFECTIVE = ['Date', 'Time'] as const
const RECORDS = ['Records as of', 'Records time'] as const

type ClockFieldsProps = Pick<MomentFormProps, 'values' | 'problem'> & {
  clock: Clock
  labels: readonly [string, string]
}

function ClockFields({ clock, labels, values, problem }: ClockFieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <MomentFields
        id=""
        names={[`${clock}Date`, `${clock}Time`]}
        labels={labels}
        of={name => ({
          defaultValue: values[name],
          error: problem?.field === name ? problem.sentence : null,
        })}
      />
    </div>
  )
}
