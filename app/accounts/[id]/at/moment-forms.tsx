import { KeptFields } from '@/app/_past/kept-fields'
import { MomentFields } from '@/app/_time/moment-fields'
import type { Kept } from '@/app/_time/moment-path'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { TextField } from '@/app/_ui/field'

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
  /** The instant of the date and time, if they are those of a shown moment. */
  shown?: string | undefined
  keep: Kept
}

/** Forms for a date and time, or for an event by its number. */
export function MomentForms({ id, values, newest, refusal, shown, keep }: MomentFormsProps) {
  const action = `/accounts/${id}/at`
  const of = (field: MomentFormField) => ({
    defaultValue: values[field],
    error: refusal?.field === field ? refusal.sentence : null,
  })
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
        <input type="hidden" name="zone" value={values.zone} />
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
        {shown !== undefined && <input type="hidden" name="shown" value={shown} />}
        <KeptFields axis={keep.axis} />
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
        <KeptFields {...keep} />
        <Button type="submit" className="self-start">
          Show after this event
        </Button>
      </form>
    </div>
  )
}
