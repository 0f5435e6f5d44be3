import { ZoneInput } from '@/app/_time/zone-input'
import { Button, ButtonLink } from '@/app/_ui/button'
import { describedBy, Field, TextField } from '@/app/_ui/field'

export type MomentFormField = 'date' | 'time' | 'zone' | 'version' | 'knownDate' | 'knownTime'

/** What is wrong with the moment that was asked for, beside its cause. */
export type MomentRefusal = {
  field: MomentFormField
  sentence: string
  /** Where else one may have meant to go. */
  choices?: { label: string; href: string }[]
}

type MomentFormsProps = {
  id: string
  values: Record<MomentFormField, string>
  newest: number
  refusal: MomentRefusal | null
}

/** Asks for a moment on the clock, or for an event by its number. */
export function MomentForms({ id, values, newest, refusal }: MomentFormsProps) {
  const action = `/accounts/${id}/at`
  const at = (field: MomentRefusal['field']) => (refusal?.field === field ? refusal.sentence : null)
  return (
    <div className="grid max-w-3xl gap-8 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <form action={action} aria-label="Balance at a moment" className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-3">
          <TextField
            id="date"
            type="date"
            name="date"
            label="Date"
            required
            defaultValue={values.date}
            error={at('date')}
          />
          <TextField
            id="time"
            name="time"
            label="Time"
            placeholder="23:59:59.999"
            maxLength={12}
            autoComplete="off"
            defaultValue={values.time}
            error={at('time')}
            hint="Empty: the end of the day"
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
        <Field id="zone" label="Time zone" error={at('zone')}>
          <ZoneInput
            {...describedBy('zone', undefined, at('zone'))}
            id="zone"
            required
            defaultValue={values.zone}
            className="box target w-full"
          />
        </Field>
        <fieldset className="grid grid-cols-2 gap-3 border-rule border-t pt-4">
          <legend className="sr-only">As the bank knew it</legend>
          <TextField
            id="known-date"
            type="date"
            name="knownDate"
            label="As known on"
            defaultValue={values.knownDate}
            error={at('knownDate')}
            hint="Empty: as it is known now"
          />
          <TextField
            id="known-time"
            name="knownTime"
            label="Known at time"
            placeholder="23:59:59.999"
            maxLength={12}
            autoComplete="off"
            defaultValue={values.knownTime}
            error={at('knownTime')}
          />
        </fieldset>
        <Button type="submit" look="primary" className="self-start">
          Look at this moment
        </Button>
      </form>
      <form action={action} aria-label="Balance after an event" className="flex flex-col gap-4">
        <TextField
          id="version"
          name="version"
          label="Or after event number"
          inputMode="numeric"
          maxLength={10}
          required
          autoComplete="off"
          defaultValue={values.version}
          error={at('version')}
          hint={newest === 1 ? 'Only 1 so far' : `From 1 to ${newest}`}
        />
        <Button type="submit" className="self-start">
          Look after this event
        </Button>
      </form>
    </div>
  )
}
