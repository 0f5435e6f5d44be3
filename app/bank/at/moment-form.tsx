import { MomentFields } from '@/app/_time/moment-fields'
import { ZoneInput } from '@/app/_time/zone-input'
import { Button, ButtonLink } from '@/app/_ui/button'
import { describedBy, Field } from '@/app/_ui/field'
import type { Clock, MomentProblem, MomentValues } from './asked'

type MomentFormProps = { values: MomentValues; problem: MomentProblem | null }

/** A form for a moment on the two clocks, and another to compare it with. Works without scripts. */
export function MomentForm({ values, problem }: MomentFormProps) {
  const error = problem?.field === 'zone' ? problem.sentence : null
  const clock = { values, problem }
  return (
    <form action="/bank/at" aria-label="Whole bank on a date" className="max-w-3xl">
      <div className="grid gap-8 md:grid-cols-2">
        <fieldset className="flex min-w-0 flex-col gap-4">
          <legend className="mb-3 font-medium text-14">Date to show</legend>
          <ClockFields clock="asOf" labels={EFFECTIVE} {...clock} />
          <ClockFields clock="knownAt" labels={RECORDS} {...clock} />
        </fieldset>
        <fieldset className="flex min-w-0 flex-col gap-4">
          <legend className="mb-3 font-medium text-14">Compare with</legend>
          <ClockFields clock="withAsOf" labels={EFFECTIVE} {...clock} />
          <ClockFields clock="withKnownAt" labels={RECORDS} {...clock} />
        </fieldset>
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
      <div className="mt-4 grid items-end gap-4 md:grid-cols-2 md:gap-8">
        <Field id="zone" label="Time zone" error={error}>
          <ZoneInput
            {...describedBy('zone', undefined, error)}
            id="zone"
            required
            defaultValue={values.zone}
            className="box target w-full"
          />
        </Field>
        <Button type="submit" look="primary" className="justify-self-start">
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

type ClockFieldsProps = MomentFormProps & { clock: Clock; labels: readonly [string, string] }

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
