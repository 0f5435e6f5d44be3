import type { ComponentProps } from 'react'
import { describedBy, Field } from './field'

type ChoiceFieldProps = Pick<ComponentProps<'select'>, 'name' | 'onChange'> & {
  id: string
  label: string
  defaultValue: string
  error: string | null
  /** What can be chosen: each value with its words. */
  options: readonly (readonly [value: string, words: string])[]
}

/** A list to choose one of. */
export function ChoiceField({ label, error, options, ...select }: ChoiceFieldProps) {
  return (
    <Field id={select.id} label={label} error={error}>
      <select
        // A form's reset after an answer restores an existing select, but not a new one.
        key={select.defaultValue}
        {...select}
        {...describedBy(select.id, undefined, error)}
        className="box target w-full"
      >
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  )
}
