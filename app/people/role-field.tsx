import { ChoiceField } from '@/app/_ui/choice-field'
import { ROLE_CHOICES } from './person-words'

type RoleFieldProps = { id: string; name: string; defaultValue: string; error: string | null }

/** The choice of a role. */
export function RoleField(field: RoleFieldProps) {
  return <ChoiceField {...field} label="Role" options={ROLE_CHOICES} />
}
