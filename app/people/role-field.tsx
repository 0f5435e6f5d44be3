import { describedBy, Field } from '@/app/_ui/field'
import { ROLE_CHOICES } from './person-words'

type RoleFieldProps = { id: string; name: string; defaultValue: string; error: string | null }

/** The choice of a role. */
export function RoleField({ id, name, defaultValue, error }: RoleFieldProps) {
  return (
    <Field id={id} label="Role" error={error}>
      <select
        // A form's reset after an answer restores an existing select, but not a new one.
        key={defaultValue}
        id={id}
        name={name}
        defaultValue={defaultValue}
        {...describedBy(id, undefined, error)}
        className="box target w-full"
      >
        {ROLE_CHOICES.map(([role, words]) => (
          <option key={role} value={role}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  )
}
