import { TextField } from '@/app/_ui/field'

type MomentFieldsProps<Name extends string> = {
  /** The prefix of the ids. */
  id: string
  /** The names of the date and the time. */
  names: readonly [Name, Name]
  labels: readonly [string, string]
  hints?: readonly [string | undefined, string | undefined]
  required?: boolean
  /** A field's value and its error. */
  of: (name: Name) => { defaultValue: string; error: string | null }
}

/** A date and a time, both optional, as one moment of one clock. */
export function MomentFields<Name extends string>(props: MomentFieldsProps<Name>) {
  const { id, names, labels, hints = [], required = false, of } = props
  const [date, time] = names
  return (
    <>
      <TextField
        {...of(date)}
        id={`${id}${date}`}
        name={date}
        type="date"
        label={labels[0]}
        required={required}
        hint={hints[0]}
      />
      <TextField
        {...of(time)}
        id={`${id}${time}`}
        name={time}
        label={labels[1]}
        placeholder="end of day"
        maxLength={20}
        autoComplete="off"
        hint={hints[1]}
      />
    </>
  )
}
