import { MomentFields } from '@/app/_time/moment-fields'
import { ZoneInput } from '@/app/_time/zone-input'
import { Button, ButtonLink } from '@/app/_ui/button'
import { describedBy, Field, TextField } from '@/app/_ui/field'

export type MomentFormField = 'date' | 'time' | 'zone' | 'version' | 'knownDate' | 'knownTime'

/** Why the requested moment is invalid, and the field at fault. */
export type MomentRefusal = {
  field: MomentFormField
  sentence: string
  /** Alternatives, such as the two instants of a repeated local time. */
  choices?: { label: string; href: string }[]
}

type MomentFormsProps = {
  id: string
  values: Record<MomentFormField, string>
  newest: number
  refusal: MomentRefusal | null
}

/** Forms for a date and time, or for an event by its number. */
export function MomentForms({ id, values, newest, refusal }: MomentFormsProps) {
  const action = `/accounts/${id}/at`
  const of = (field: MomentFormField) => ({
    defaultValue: values[field],
    error: refusal?.field === field ? refusal.sentence : null,
  })
  const zone = of('zone')
  return (
    <div className="grid max-w-3xl gap-8 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <form action={action} aria-label="Past balance" className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-3">
          <MomentFields
            id=""
            names={['date', 'time']}
            labels={['Date', 'Time']}
            hints={[undefined, 'Blank: end of day']}
            required
            of={of}
          />
        </div>
        {refusal?.choices && refusal.choices.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {refusal.choices.map(({ label, href }) => (
              <ButtonLink key={href} href={href}>
                {label}
              </ButtonLink>
            ))}
          </div>
        )}
        <Field id="zone" label="Time zone" error={zone.error}>
          <ZoneInput
            {...describedBy('zone', undefined, zone.error)}
            id="zone"
            required
            defaultValue={zone.defaultValue}
            className="box target w-full"
          />
        </Field>
        <fieldset className="grid grid-cols-2 gap-3 border-rule border-t pt-4">
          <legend className="sr-only">Records as of</legend>
          <MomentFields
            id=""
            names={['knownDate', 'knownTime']}
            labels={['Records as of', 'Records time']}
            hints={['Blank: today’s records', undefined]}
            of={of}
          />
        </fieldset>
        <Button type="submit" look="primary" className="self-start">
          Show
        </Button>
      </form>
      <form action={action} aria-label="Balance after an event" className="flex flex-col gap-4">
        <TextField
          {...of('version')}
          id="version"
          name="version"
          label="Or after event number"
          inputMode="numeric"
          maxLength={10}
          required
          autoComplete="off"
          hint={newest === 1 ? 'One event so far' : `From 1 to ${newest}`}
        />
        <Button type="submit" className="self-start">
          Show after this event
        </Button>
      </form>
    </div>
  )
}
