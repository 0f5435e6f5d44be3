import { TextField } from '@/app/_ui/field'

type InstantField = 'date' | 'time' | 'zone'

type FieldProps = { id: string; name: string; defaultValue: string; error: string | null }

type InstantFieldsProps = {
  /** Of the date. */
  label: string
  hint?: string
  /** What the fields say together, for those who hear them. */
  legend: string
  /** What a blank time means, or an example. */
  placeholder: string
  isRequired?: boolean
  /** A field's id, value and error. */
  of: (name: InstantField) => FieldProps
}

/** A date and a time in the reader's zone, as one instant. */
export function InstantFields({ label, hint, legend, placeholder, ...props }: InstantFieldsProps) {
  const { isRequired, of } = props
  const [time, zone] = [of('time'), of('zone')]
  return (
    <fieldset className="grid grid-cols-2 items-start gap-3">
      <legend className="sr-only">{legend}</legend>
      <input type="hidden" name={zone.name} value={zone.defaultValue} />
      <TextField {...of('date')} type="date" label={label} hint={hint} aria-required={isRequired} />
      <TextField
        {...time}
        error={time.error ?? zone.error}
        hint={`In ${zone.defaultValue}`}
        label="Time"
        placeholder={placeholder}
        maxLength={20}
        autoComplete="off"
        aria-required={isRequired}
      />
    </fieldset>
  )
}
