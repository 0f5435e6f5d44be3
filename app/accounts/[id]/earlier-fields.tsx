import { ZoneInput } from '@/app/_time/zone-input'
import { describedBy, Field, TextField } from '@/app/_ui/field'
import type { MovementField } from './actions'

type EarlierFieldsProps = {
  /** The prefix of the form's ids. */
  id: string
  values: Record<MovementField, string>
  error: (field: MovementField) => string | null
}

/** The effective date and time of a late posting. Collapsed while both are empty. */
export function EarlierFields({ id, values, error }: EarlierFieldsProps) {
  const isSaid = values.date !== '' || values.time !== ''
  const at = (name: 'date' | 'time') => ({
    id: `${id}-${name}`,
    name,
    defaultValue: values[name],
    error: error(name),
  })
  return (
    <details open={isSaid || undefined} className="mt-2">
      <summary className="target inline-flex items-center text-12 text-soft underline decoration-rule-strong underline-offset-4 hover:text-ink">
        Use an earlier date
      </summary>
      <div className="mt-1 grid grid-cols-2 items-start gap-3 @md:grid-cols-3">
        <TextField {...at('date')} type="date" label="Date" />
        <TextField
          {...at('time')}
          label="Time"
          placeholder="14:03"
          maxLength={12}
          autoComplete="off"
        />
        <Field id={`${id}-zone`} label="Time zone" error={error('zone')}>
          <ZoneInput
            {...describedBy(`${id}-zone`, undefined, error('zone'))}
            id={`${id}-zone`}
            defaultValue={values.zone}
            className="box target w-full"
          />
        </Field>
      </div>
      <p className="mt-2 text-12 text-faint">
        Posted today, effective on your date. Refused if a later balance would go too low.
      </p>
    </details>
  )
}
